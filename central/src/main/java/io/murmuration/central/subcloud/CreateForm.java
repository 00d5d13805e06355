package io.murmuration.central.subcloud;

import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.subcloud.bootstrap.BootstrapInput;
import io.murmuration.central.subcloud.bootstrap.BootstrapYaml;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The form of {@code POST /subclouds}: the bootstrap file and the fields that share its namespace,
 * with what is wrong in the form as such. Passwords are looked at and dropped.
 *
 * @param problems in the order in which the contract tests
 * @param secondary the subcloud is another system controller's; this one keeps a copy
 */
record CreateForm(BootstrapInput input, List<Problem> problems, boolean secondary) {
  private static final List<String> FILES_NOT_SERVED =
      List.of("install_values", "deploy_config", "cloud_init_config");
  private static final List<String> FLAGS_NOT_SERVED = List.of("migrate", "enroll", "on_site");
  private static final String SYSADMIN_PASSWORD = "sysadmin_password";
  private static final int LONGEST_REGION = 255;

  CreateForm {
    problems = List.copyOf(problems);
  }

  Optional<String> release() {
    return input.text("release");
  }

  Optional<String> group() {
    return input.text("group_id");
  }

  Optional<String> regionName() {
    return input.text("region_name");
  }

  static CreateForm read(Multipart form) {
    var input = file(form).under(form.fields());
    return new Reader(form, input).read();
  }

  private static BootstrapInput file(Multipart form) {
    var part = form.file(BootstrapYaml.PART);
    if (part.isEmpty()) {
      return BootstrapInput.empty();
    }
    try {
      return BootstrapYaml.read(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(part.get().content()))
              .toString());
    } catch (CharacterCodingException _) {
      return BootstrapInput.unreadable(
          new Problem(BootstrapYaml.PART, "bytes that are not text", "UTF-8"));
    }
  }

  private static final class Reader {
    private final Multipart form;
    private final BootstrapInput input;
    private final List<Problem> problems = new ArrayList<>();

    Reader(Multipart form, BootstrapInput input) {
      this.form = form;
      this.input = input;
    }

    CreateForm read() {
      if (form.field(BootstrapYaml.PART).isPresent()) {
        problems.add(new Problem(BootstrapYaml.PART, "a plain field", "a file"));
      }
      boolean secondary = flag("secondary");
      notServed();
      if (secondary) {
        checkRegion();
      } else {
        checkPassword();
      }
      return new CreateForm(input, problems, secondary);
    }

    private boolean flag(String key) {
      var value = input.text(key).orElse("false").toLowerCase(Locale.ROOT);
      if (!value.equals("true") && !value.equals("false")) {
        problems.add(input.problem(key, "true or false"));
      }
      return value.equals("true");
    }

    private void notServed() {
      for (var key : FLAGS_NOT_SERVED) {
        if (flag(key)) {
          problems.add(input.problem(key, "not true; this hub does not deploy sites yet"));
        }
      }
      for (var key : FILES_NOT_SERVED) {
        if (form.file(key).isPresent() || form.field(key).isPresent()) {
          problems.add(new Problem(key, "given", "not given; this hub does not deploy sites yet"));
        }
      }
    }

    private void checkRegion() {
      var region = input.text("region_name").orElse("");
      if (region.isBlank() || !StorableText.fits(region, LONGEST_REGION)) {
        problems.add(
            input.problem("region_name", "the subcloud's region name, at most 255 characters"));
      }
    }

    private void checkPassword() {
      var password = input.text(SYSADMIN_PASSWORD);
      if (password.isEmpty() || !isBase64(password.get())) {
        var given = password.isEmpty() ? "nothing" : "a value that is not base64 of UTF-8";
        problems.add(new Problem(SYSADMIN_PASSWORD, given, "the password, in base64"));
      }
    }

    private static boolean isBase64(String text) {
      try {
        var bytes = Base64.getDecoder().decode(text.strip());
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        return bytes.length > 0;
      } catch (IllegalArgumentException | CharacterCodingException _) {
        return false;
      }
    }
  }
}
