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
        query(
            "a filter that makes no sense",
            ValidRequests.SUBCLOUDS,
            "limit=0",
            "limit=-1",
            "limit=1e3",
            "limit=99999999999999999999",
            "marker=x",
            "marker=-1",
            "management-state=maybe",
            "availability-status=",
            "sync-status=in%20sync",
            "deploy-status=%00",
            "group=nobody",
            "group=%ff",
            "name=",
            "fields=id,",
            "fields=secret"),
        query(
            "a question about the audit trail that makes no sense",
            ValidRequests.AUDIT_TRAIL,
            "limit=1001",
            "marker=newest",
            "since=yesterday",
            "since=%2B999999999-12-31",
            "since=-9999-01-01T00:00Z",
            "since=2026-02-30",
            "who=a%00b",
            "target=%0d%0a",
            "wo=alice"),
        query(
            "revisions that are none",
            ValidRequests.DIFF,
            "from=-1",
            "to=newest",
            "from=9223372036854775808",
            "to=1.5",
            "from="),
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
                        .replace("/e", "/E")
                        .replace("/n", "/N"))),
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

  private static Mutation query(String name, String target, String... queries) {
    return Mutation.of(
        name,
        r -> r.method().equals("GET") && r.target().equals(target),
        (r, chance) -> r.withTarget(r.target() + "?" + one(List.of(queries), chance)));
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
