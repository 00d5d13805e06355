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

/** Wrong YAML, alone or in a form's file. */
final class YamlTricks {
  private static final Predicate<RawRequest> YAML = kind(Kind.YAML);
  private static final List<String> WRONG_ITEMS =
      List.of(
          "{type: dns, value: {nameservers: [%s.example]}}",
          "{type: dns, value: {nameservers: %s}}",
          "{type: dns, value: {nameservers: [192.0.2.1, 192.0.2.1]}, name: %s}",
          "{type: ntp, value: {ntpservers: [], more: %s}}",
          "{type: ntp, state: q%s}",
          "{type: q%s, value: {}}",
          "{type: remote-logging, value: {enabled: q%s, ip_address: 192.0.2.1, port: 1, transport: udp}}",
          "{type: remote-logging, value: {enabled: true, ip_address: 192.0.2.1, port: 99999999999999999999, transport: %s}}",
          "{type: trusted-ca, name: %s, value: {certificate: nothing}}",
          "{type: trusted-ca, name: '../%s', value: {certificate: x}}",
          "%s",
          "[%s]",
          "{type: dns, colour: %s, value: {nameservers: []}}");

  private YamlTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of(
            "no document",
            YAML,
            (r, chance) ->
                r.withBody(one(List.of("", "\n\n", "# only words\n", "---\n", "~"), chance))),
        Mutation.of("a bomb of aliases", YAML, (r, chance) -> r.withBody(bomb(chance))),
        Mutation.of(
            "an alias of nothing", YAML, (r, chance) -> r.withBody("items: *" + word(chance))),
        Mutation.of(
            "an alias of itself",
            YAML,
            (r, chance) -> {
              var name = word(chance);
              return r.withBody("items: &" + name + " [*" + name + "]");
            }),
        Mutation.of(
            "deeper than may be",
            YAML,
            (r, chance) -> {
              int depth = 40 + chance.nextInt(20_000);
              return r.withBody("[".repeat(depth) + "]".repeat(depth));
            }),
        Mutation.of(
            "a tag that makes objects",
            YAML,
            (r, chance) ->
                r.withBody("items: !!java.net.URL [\"http://127.0.0.1/" + word(chance) + "\"]")),
        Mutation.of(
            "two documents", YAML, (r, _) -> r.withBody(r.bodyText() + "---\n" + r.bodyText())),
        Mutation.of("a key twice", YAML, (r, _) -> r.withBody(r.bodyText() + r.bodyText())),
        Mutation.of(
            "an unknown key",
            YAML,
            (r, chance) -> r.withBody(r.bodyText() + "q" + word(chance) + ": 1\n")),
        Mutation.of(
            "no mapping",
            YAML,
            (r, chance) ->
                r.withBody(one(List.of("- 1\n- 2\n", "7", "just words", "true"), chance))),
        Mutation.of("tabs for blanks", YAML, (r, _) -> r.withBody("items:\n\t- {type: dns}\n")),
        Mutation.of(
            "an open bracket",
            YAML,
            (r, chance) -> r.withBody(r.bodyText() + "more: [" + word(chance))),
        Mutation.of(
            "a character that is none",
            YAML,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        + "x: a"
                        + one(List.of("\u0000", "\u0007", "\u001b", "\ufffe"), chance)
                        + "b\n")),
        Mutation.of(
            "bytes that are not text",
            YAML,
            (r, chance) ->
                r.withBody(inserted(r.body(), chance.nextInt(r.body().length), notText(chance)))),
        Mutation.of(
            "a wrong item",
            YAML,
            (r, chance) ->
                r.withBody("items: [" + one(WRONG_ITEMS, chance).formatted(word(chance)) + "]")),
        Mutation.of(
            "a wrong number",
            YAML,
            (r, chance) ->
                r.withBody(
                    "revision: "
                        + one(
                            List.of(
                                "-1", "1.5", "1e99", "x", "9".repeat(40), "0x_", "[]", "{}", "~"),
                            chance))),
        Mutation.of(
            "larger than may be",
            YAML,
            (r, chance) -> r.withBody("# " + "x".repeat(70_000 + chance.nextInt(60_000)))));
  }

  /** Each line is some times the line before. */
  static String bomb(RandomGenerator chance) {
    int width = 5 + chance.nextInt(6);
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 8 + chance.nextInt(6); i++) {
      text.append("a").append(i).append(": &a").append(i).append(" [");
      text.append(("*a" + (i - 1) + ", ").repeat(width)).append("x]\n");
    }
    return text.toString();
  }
}
