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

/** Wrong forms, and forms that say wrong things. */
final class FormTricks {
  private static final Predicate<RawRequest> FORM = kind(Kind.FORM);

  /** Has bootstrap values. */
  private static final Predicate<RawRequest> CREATE =
      FORM.and(r -> r.bodyText().contains(ValidRequests.BOOTSTRAP));

  private static final Predicate<RawRequest> ADD =
      FORM.and(r -> r.target().equals(ValidRequests.SUBCLOUDS));
  private static final Predicate<RawRequest> INSTALL =
      FORM.and(r -> r.bodyText().contains(ValidRequests.INSTALL));
  private static final Predicate<RawRequest> PASSWORD =
      FORM.and(r -> r.bodyText().contains("dGVzdHBhc3M="));
  private static final Predicate<RawRequest> UPDATE = FORM.and(r -> r.method().equals("PATCH"));

  /** Key and what makes it wrong. */
  private static final List<List<String>> WRONG_VALUES =
      List.of(
          List.of("name", "[]", "{a: b}", "12345", "''", "SystemController", "RegionOne"),
          List.of("system_mode", "[]", "{}", "~", "''", "\"\""),
          List.of(
              "management_subnet",
              "10.200.0.0/99",
              "10.200.0.1/24/5",
              "10.200.0.0/31",
              "words",
              "fd00::/129",
              "[]"),
          List.of(
              "management_start_address",
              "10.200.0.999",
              "10.201.0.2",
              "10.200.0.60",
              "fd00::1",
              "''"),
          List.of("management_end_address", "10.200.0.255", "10.199.0.3", "x", "10.200.0.1"),
          List.of("management_gateway_address", "10.200.0.3", "10.201.0.1", "0x0a.1", "-"),
          List.of("systemcontroller_gateway_address", "300.1.1.1", "''", "1.2.3", "fd00::zz"),
          List.of("external_oam_subnet", "172.16.0.0/33", "172.16.0.0/32", "oam", "{}"),
          List.of("external_oam_gateway_address", "172.17.0.1", "x", "::"),
          List.of("external_oam_floating_address", "172.17.0.12", "172.16.0", "[1]"));

  private static final List<List<String>> WRONG_INSTALL_VALUES =
      List.of(
          List.of("install_type", "'2'", "6", "-1", "[]", "two", "2.0"),
          List.of("persistent_size", "29999", "'40000'", "9".repeat(40), "1e9", "{}"),
          List.of("bootstrap_address", "300.1.1.1", "''", "[]", "172.16.0.5/24"),
          List.of("nexthop_gateway", "x", "fd00::1", "''"),
          List.of("bmc_address", "x", "fd00::1", "::ffff:1.2.3.4.5", "~"));

  private FormTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of("no body", FORM, (r, _) -> r.withBody("")),
        Mutation.of("no parts", FORM, (r, _) -> r.withBody(FormText.end())),
        Mutation.of(
            "cut off before its end",
            FORM,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .substring(
                            0, 1 + chance.nextInt(r.body().length - FormText.end().length() - 1)))),
        Mutation.of(
            "a part without a name",
            FORM,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replaceFirst(
                            "; name=\"[^\"]+\"",
                            one(List.of("", "; name", "; nom=\"x\""), chance)))),
        Mutation.of(
            "a part without a disposition",
            FORM,
            (r, chance) ->
                r.withBody(r.bodyText().replaceFirst("Content-Disposition", "X-" + word(chance)))),
        Mutation.of(
            "more parts than may be",
            FORM,
            (r, chance) -> {
              var text = new StringBuilder();
              for (int i = 0; i < 1_001 + chance.nextInt(50); i++) {
                text.append("--")
                    .append(FormText.BOUNDARY)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append('a')
                    .append("\"\r\n\r\n\r\n");
              }
              return r.withBody(text + FormText.end());
            }),
        Mutation.of(
            "a part's header without end",
            FORM,
            (r, chance) ->
                r.withBody(
                    "--"
                        + FormText.BOUNDARY
                        + "\r\nX: "
                        + "y".repeat(9_000 + chance.nextInt(9_000))
                        + "\r\n\r\nv\r\n"
                        + r.bodyText())),
        Mutation.of("a field that is not text", FORM, FormTricks::fieldThatIsNotText),
        Mutation.of(
            "larger than may be",
            FORM,
            (r, chance) ->
                r.withBody(more(r, "description", "d".repeat(70_000 + chance.nextInt(60_000))))),
        Mutation.of("a wrong bootstrap value", CREATE, FormTricks::wrongBootstrapValue),
        Mutation.of(
            "a bootstrap value less",
            CREATE,
            (r, chance) -> {
              var lines =
                  ValidRequests.BOOTSTRAP
                      .lines()
                      .filter(l -> !l.startsWith("description") && !l.startsWith("location"))
                      .toList();
              return create(ValidRequests.BOOTSTRAP.replace(one(lines, chance) + "\n", ""), r);
            }),
        Mutation.of(
            "bootstrap values that are a bomb",
            CREATE,
            (r, chance) -> create(YamlTricks.bomb(chance), r)),
        Mutation.of(
            "bootstrap values that are no mapping",
            CREATE,
            (r, chance) ->
                create(one(List.of("[1, 2]", "7", "", "# x", "words", "- a\n- b"), chance), r)),
        Mutation.of(
            "bootstrap values that are no YAML",
            CREATE,
            (r, chance) ->
                create(
                    ValidRequests.BOOTSTRAP
                        + one(
                            List.of("x: [", "\t: y", "a: b: c", "*nothing", "{", "x: !!q{"),
                            chance),
                    r)),
        Mutation.of(
            "bootstrap values that are not text",
            CREATE,
            (r, chance) -> {
              int in = r.bodyText().indexOf("location:");
              return r.withBody(inserted(r.body(), in + 10, notText(chance)));
            }),
        Mutation.of(
            "a password that is not base64",
            PASSWORD,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replace(
                            "dGVzdHBhc3M=",
                            one(List.of("", "?", "dGVzd", "====", "d\u00e9", "/w=="), chance)))),
        Mutation.of(
            "an address that is none",
            CREATE,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replace(
                            "192.0.2.9",
                            one(
                                List.of(
                                    "192.0.2.999",
                                    "x",
                                    "1.2.3",
                                    "fe80::%eth0",
                                    "192.0.2.9/24",
                                    "0.0.0.0.0"),
                                chance)))),
        Mutation.of(
            "a group that is none",
            CREATE,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replace(
                            "\r\n1\r\n",
                            "\r\n"
                                + one(
                                    List.of(
                                        "0", "-1", "99999999999999999999", "nobody", "1.0", "999"),
                                    chance)
                                + "\r\n"))),
        Mutation.of(
            "a release that is none",
            FORM.and(UPDATE.negate()),
            (r, chance) ->
                r.withBody(
                    more(
                        r,
                        "release",
                        one(List.of("99.99", "x", "25.9", "-1", "25.09.1"), chance)))),
        Mutation.of(
            "a wrong truth",
            ADD.or(UPDATE),
            (r, chance) ->
                r.withBody(more(r, ADD.test(r) ? "migrate" : "force", "q" + word(chance)))),
        Mutation.of("a wrong install value", INSTALL, FormTricks::wrongInstallValue),
        Mutation.of(
            "an install value less",
            INSTALL,
            (r, chance) -> {
              var lines =
                  ValidRequests.INSTALL
                      .lines()
                      .filter(l -> !l.startsWith("persistent") && !l.startsWith("nexthop"))
                      .toList();
              return install(ValidRequests.INSTALL.replace(one(lines, chance) + "\n", ""), r);
            }),
        Mutation.of(
            "install values that are none",
            INSTALL,
            (r, chance) ->
                install(
                    one(List.of(YamlTricks.bomb(chance), "[1]", "", "words", "x: [", "*a"), chance),
                    r)),
        Mutation.of(
            "a state that is none",
            UPDATE,
            (r, chance) -> r.withBody(more(r, "management-state", "q" + word(chance)))),
        Mutation.of(
            "a new name that is none",
            UPDATE,
            (r, chance) ->
                r.withBody(
                    more(
                        r,
                        "name",
                        one(
                            List.of(
                                "UPPER",
                                "a b",
                                "-a",
                                "a-",
                                "a..b",
                                "12",
                                "a/b",
                                "\u00e9",
                                "x".repeat(300)),
                            chance)))),
        Mutation.of(
            "a text that is too long",
            UPDATE,
            (r, chance) ->
                r.withBody(
                    more(
                        r,
                        one(List.of("description", "location"), chance),
                        "d".repeat(256 + chance.nextInt(5_000))))),
        Mutation.of(
            "a control character",
            UPDATE,
            (r, chance) ->
                r.withBody(
                    more(
                        r,
                        one(List.of("description", "location"), chance),
                        "a" + one(List.of("\u0000", "\u0001", "\u001f"), chance) + "b"))),
        Mutation.of(
            "another group that is none",
            UPDATE,
            (r, chance) ->
                r.withBody(
                    more(
                        r,
                        "group_id",
                        one(
                            List.of("nobody", "0", "-1", "99999999999999999999", "999"),
                            chance)))));
  }

  private static RawRequest fieldThatIsNotText(RawRequest valid, RandomGenerator chance) {
    int end = valid.body().length - FormText.end().length() - "\r\n".length();
    return valid.withBody(inserted(valid.body(), end, notText(chance)));
  }

  private static String more(RawRequest valid, String name, String value) {
    var text = valid.bodyText();
    return text.substring(0, text.length() - FormText.end().length())
        + FormText.part(name, "", value)
        + FormText.end();
  }

  private static RawRequest wrongBootstrapValue(RawRequest valid, RandomGenerator chance) {
    var row = one(WRONG_VALUES, chance);
    var key = row.getFirst();
    var value = one(row.subList(1, row.size()), chance);
    return create(
        ValidRequests.BOOTSTRAP.replaceFirst("(?m)^" + key + ": .*$", key + ": " + value), valid);
  }

  private static RawRequest wrongInstallValue(RawRequest valid, RandomGenerator chance) {
    var row = one(WRONG_INSTALL_VALUES, chance);
    var value = one(row.subList(1, row.size()), chance);
    return install(
        ValidRequests.INSTALL.replaceFirst(
            "(?m)^" + row.getFirst() + ": .*$", row.getFirst() + ": " + value),
        valid);
  }

  private static RawRequest create(String bootstrap, RawRequest valid) {
    return valid.withBody(valid.bodyText().replace(ValidRequests.BOOTSTRAP, bootstrap));
  }

  private static RawRequest install(String values, RawRequest valid) {
    return valid.withBody(valid.bodyText().replace(ValidRequests.INSTALL, values));
  }
}
