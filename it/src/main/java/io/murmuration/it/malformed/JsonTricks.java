package io.murmuration.it.malformed;

import static io.murmuration.it.malformed.Mutation.inserted;
import static io.murmuration.it.malformed.Mutation.kind;
import static io.murmuration.it.malformed.Mutation.notText;
import static io.murmuration.it.malformed.Mutation.one;
import static io.murmuration.it.malformed.Mutation.word;

import io.murmuration.it.malformed.RawRequest.Kind;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Wrong JSON, and JSON that says wrong things. */
final class JsonTricks {
  private static final Predicate<RawRequest> JSON = kind(Kind.JSON);

  /** The contract has other keys ignored where the platform's own services call. */
  private static final Predicate<RawRequest> STRICT =
      JSON.and(r ->
          !r.target().startsWith(ValidRequests.UPDATE_OPTIONS)
              && !r.target().equals(ValidRequests.NOTIFICATIONS)
              && !r.target().endsWith("/update_status"));

  private static final Predicate<RawRequest> NOTIFICATION =
      JSON.and(r -> r.target().equals(ValidRequests.NOTIFICATIONS));
  private static final Pattern KEY =
      Pattern.compile("\"([a-z_-]+)\": *(\"[^\"]*\"|[0-9]+|\\[[^]]*])");
  private static final List<String> WRONG_VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "[[1]]",
          "1.5",
          "-7",
          "1e400",
          "-0.0",
          "1234567890123456789012345678901234567890",
          "\"\\u0000\"",
          "\"\"",
          "{\"a\": {\"b\": []}}");

  private JsonTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of("no body", JSON, (r, _) -> r.withBody("")),
        Mutation.of("blanks", JSON, (r, chance) -> r.withBody(" ".repeat(1 + chance.nextInt(99)))),
        Mutation.of(
            "cut off",
            JSON,
            (r, chance) ->
                r.withBody(r.bodyText().substring(0, 1 + chance.nextInt(r.body().length - 1)))),
        Mutation.of(
            "something after it", JSON, (r, chance) -> r.withBody(r.bodyText() + word(chance))),
        Mutation.of("two of it", JSON, (r, _) -> r.withBody(r.bodyText() + " " + r.bodyText())),
        Mutation.of(
            "no object",
            JSON,
            (r, chance) ->
                r.withBody(one(List.of("7", "[1]", "\"x\"", "null", "true", "[]"), chance))),
        Mutation.of(
            "an unknown field",
            STRICT,
            (r, chance) ->
                r.withBody("{\"q" + word(chance) + "\": 1, " + r.bodyText().strip().substring(1))),
        Mutation.of(
            "a field twice",
            JSON,
            (r, _) -> {
              var key = KEY.matcher(r.bodyText());
              return key.find()
                  ? r.withBody("{" + key.group() + ", " + r.bodyText().strip().substring(1))
                  : r;
            }),
        Mutation.of("a wrong value", JSON.and(NOTIFICATION.negate()), JsonTricks::wrongValue),
        Mutation.of(
            "events that are no list",
            NOTIFICATION,
            (r, chance) ->
                r.withBody(
                    "{\"events\": "
                        + one(List.of("{}", "7", "\"k8s-upgrade-completed\"", "null"), chance)
                        + "}")),
        Mutation.of(
            "a key less",
            STRICT.negate().and(JSON),
            (r, chance) -> {
              var key = one(KEY.matcher(r.bodyText()).results().toList(), chance).group(1);
              return r.withBody(
                  r.bodyText().replace("\"" + key + "\"", "\"q" + word(chance) + "\""));
            }),
        Mutation.of(
            "deeper than may be",
            JSON,
            (r, chance) -> {
              int depth = 70 + chance.nextInt(5_000);
              return r.withBody("{\"name\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
            }),
        Mutation.of(
            "a number of many digits",
            JSON,
            (r, chance) ->
                r.withBody(
                    "{\"max_parallel_subclouds\": "
                        + "9".repeat(300 + chance.nextInt(5_000))
                        + "}")),
        Mutation.of(
            "bytes that are not text",
            JSON,
            (r, chance) ->
                r.withBody(inserted(r.body(), chance.nextInt(r.body().length), notText(chance)))),
        Mutation.of(
            "words that JSON does not have",
            JSON,
            (r, chance) ->
                r.withBody(
                    "{\"name\": "
                        + one(
                            List.of(
                                "NaN",
                                "Infinity",
                                "undefined",
                                "'x'",
                                "/* x */ 1",
                                "0x10",
                                "+1",
                                ".5",
                                "01"),
                            chance)
                        + "}")),
        Mutation.of(
            "larger than may be",
            JSON,
            (r, chance) ->
                r.withBody("{\"name\": \"" + "n".repeat(70_000 + chance.nextInt(60_000)) + "\"}")));
  }

  private static RawRequest wrongValue(RawRequest valid, RandomGenerator chance) {
    var text = valid.bodyText();
    var keys = KEY.matcher(text).results().toList();
    var key = one(keys, chance);
    var value = one(WRONG_VALUES, chance);
    return valid.withBody(text.substring(0, key.start(2)) + value + text.substring(key.end(2)));
  }
}
