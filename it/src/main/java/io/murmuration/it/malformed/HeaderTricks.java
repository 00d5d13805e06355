package io.murmuration.it.malformed;

import static io.murmuration.it.malformed.Mutation.kind;
import static io.murmuration.it.malformed.Mutation.one;
import static io.murmuration.it.malformed.Mutation.word;

import io.murmuration.it.malformed.RawRequest.Kind;
import java.util.List;

/** Wrong request lines and headers. */
final class HeaderTricks {
  private HeaderTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of(
            "a method that nothing has",
            HeaderTricks::any,
            (r, chance) ->
                r.withMethod(
                    one(
                        List.of("PUT", "PROPFIND", "OPTIONS", "TRACE", "LINK", "get", "P0ST"),
                        chance))),
        Mutation.of(
            "no method at all",
            HeaderTricks::any,
            (r, chance) -> r.withMethod(one(List.of("G@T", "G\u00ffT", "(", "[]"), chance))),
        Mutation.of("no token", HeaderTricks::any, (r, _) -> r.with("X-Auth-Token:")),
        Mutation.of(
            "another token",
            HeaderTricks::any,
            (r, chance) -> r.with("X-Auth-Token: " + word(chance))),
        Mutation.of(
            "a long token",
            HeaderTricks::any,
            (r, chance) -> r.with("X-Auth-Token: " + "t".repeat(1_000 + chance.nextInt(10_000)))),
        Mutation.of(
            "a space in a header's name",
            HeaderTricks::any,
            (r, chance) -> r.with("X " + word(chance) + ": 1")),
        Mutation.of(
            "a header without a name",
            HeaderTricks::any,
            (r, chance) -> r.with(one(List.of(":", ": ", ": x", ":: x"), chance))),
        Mutation.of(
            "a version that is none",
            HeaderTricks::any,
            (r, chance) ->
                r.withVersion(
                    one(
                        List.of(
                            "HTTP/0.9",
                            "HTTP/1.2",
                            "HTTP/2.0",
                            "HTTP/3.7",
                            "HTTP/11.1",
                            "HTTP/1.1.1",
                            "HTTP/",
                            "HTTP/a.b",
                            "HTTQ/1.1",
                            "1.1"),
                        chance))),
        Mutation.of(
            "a control character in a header",
            HeaderTricks::any,
            (r, chance) -> r.with("X-" + word(chance) + ": a\u0000b")),
        Mutation.of(
            "larger headers than may be",
            HeaderTricks::any,
            (r, chance) -> r.with("X-Large: " + "h".repeat(17_000 + chance.nextInt(20_000)))),
        Mutation.of(
            "more headers than may be",
            HeaderTricks::any,
            (r, chance) -> {
              var many = r;
              for (int i = 0; i < 600 + chance.nextInt(200); i++) {
                many = many.with("X-Many-" + i + ": " + "m".repeat(30));
              }
              return many;
            }),
        Mutation.of(
            "a length that is no number",
            HeaderTricks::hasBody,
            (r, chance) ->
                r.withLength(
                    one(List.of("-1", "ten", "0x10", "1e3", "99999999999999999999"), chance))),
        Mutation.of(
            "two lengths",
            HeaderTricks::hasBody,
            (r, chance) -> r.with("Content-Length: " + (r.body().length + 1 + chance.nextInt(99)))),
        Mutation.of(
            "a length beyond the limit",
            HeaderTricks::hasBody,
            (r, chance) -> r.withLength(Long.toString(1_000_000L + chance.nextInt(1_000_000_000)))),
        Mutation.of(
            "chunks that are none",
            HeaderTricks::hasBody,
            (r, chance) ->
                r.with("Transfer-Encoding: chunked").withBody(word(chance) + "zz\r\n\r\n")),
        Mutation.of(
            "a form of another type",
            kind(Kind.FORM),
            (r, chance) ->
                r.withoutHeaders()
                    .with(
                        "Content-Type: "
                            + one(
                                List.of(
                                    "text/plain",
                                    "application/json",
                                    "",
                                    "multipart/mixed; boundary=x",
                                    "application/x-www-form-urlencoded"),
                                chance))),
        Mutation.of(
            "a form without a boundary",
            kind(Kind.FORM),
            (r, chance) ->
                r.withoutHeaders()
                    .with(
                        "Content-Type: multipart/form-data"
                            + one(
                                List.of("", "; boundary=", "; boundary=\"\"", "; bound=x"),
                                chance))),
        Mutation.of(
            "a form with another boundary",
            kind(Kind.FORM),
            (r, chance) ->
                r.withoutHeaders()
                    .with("Content-Type: multipart/form-data; boundary=q" + word(chance))));
  }

  private static boolean any(RawRequest request) {
    return true;
  }

  private static boolean hasBody(RawRequest request) {
    return request.body().length > 0;
  }
}
