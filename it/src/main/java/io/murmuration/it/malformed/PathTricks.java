package io.murmuration.it.malformed;

import static io.murmuration.it.malformed.Mutation.one;
import static io.murmuration.it.malformed.Mutation.word;

import java.util.List;
import java.util.stream.IntStream;

/** Wrong addresses. */
final class PathTricks {
  private static final List<String> TRAVERSALS =
      List.of("..", ".", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2e%2e%5c", "....//", "..;");
  private static final List<String> BROKEN =
      List.of("%", "%z", "%zz", "%1", "%c0%af", "%ff%fe", "%ed%a0%80", "%-1");

  private PathTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of(
            "more segments than there are",
            PathTricks::any,
            (r, chance) ->
                r.withTarget(r.target() + ("/" + word(chance)).repeat(4 + chance.nextInt(20)))),
        Mutation.of(
            "an empty segment",
            PathTricks::any,
            (r, chance) -> {
              int slash = one(slashes(r.target()), chance);
              return r.withTarget(
                  r.target().substring(0, slash)
                      + "/".repeat(1 + chance.nextInt(5))
                      + r.target().substring(slash));
            }),
        Mutation.of(
            "a way up",
            PathTricks::any,
            (r, chance) ->
                r.withTarget(r.target() + "/x/y/" + one(TRAVERSALS, chance) + "/" + word(chance))),
        Mutation.of(
            "a broken escape",
            PathTricks::any,
            (r, chance) -> r.withTarget(r.target() + "/x/y" + one(BROKEN, chance))),
        Mutation.of(
            "a broken escape in the query",
            PathTricks::any,
            (r, chance) ->
                r.withTarget(
                    r.target()
                        + "?"
                        + word(chance)
                        + "="
                        + one(List.of("%", "%z", "%zz"), chance))),
        Mutation.of(
            "NUL in the path",
            PathTricks::any,
            (r, chance) -> r.withTarget(r.target() + "%00" + word(chance))),
        Mutation.of(
            "another version",
            PathTricks::any,
            (r, chance) ->
                r.withTarget(
                    r.target()
                        .replace(
                            "/v1.0",
                            one(
                                List.of("/v1.1", "/v2.0", "/V1.0", "", "/v1", "/v1.0.0"),
                                chance)))),
        Mutation.of(
            "capitals",
            PathTricks::any,
            (r, _) ->
                r.withTarget(
                    r.target()
                        .replace("sub", "Sub")
                        .replace("/de", "/De")
                        .replace("/a", "/A")
                        .replace("/e", "/E"))),
        Mutation.of(
            "longer than any address",
            PathTricks::any,
            (r, chance) ->
                r.withTarget(r.target() + "/" + "x".repeat(17_000 + chance.nextInt(9_000)))),
        Mutation.of(
            "a parameter in the path",
            PathTricks::any,
            (r, chance) -> r.withTarget(r.target() + ";" + word(chance) + "=1")),
        Mutation.of(
            "no slash in front",
            PathTricks::any,
            (r, chance) -> r.withTarget(word(chance) + r.target())));
  }

  private static List<Integer> slashes(String target) {
    return IntStream.range(0, target.length())
        .filter(i -> target.charAt(i) == '/')
        .boxed()
        .toList();
  }

  private static boolean any(RawRequest request) {
    return true;
  }
}
