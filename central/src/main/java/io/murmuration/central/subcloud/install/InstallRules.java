package io.murmuration.central.subcloud.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks install values in the contract's order: BMC password, release, numbers, boot parameters,
 * mandatory keys, install type, addresses, the rest.
 */
public final class InstallRules {
  /** The form part that carries the file, and what it is called in complaints. */
  public static final String PART = "install_values";

  static final String BMC_PASSWORD = "bmc_password";
  private static final String RELEASE = "software_version";
  private static final String IMAGE = "image";
  private static final String INSTALL_TYPE = "install_type";
  private static final String EXTRA_BOOT_PARAMS = "extra_boot_params";
  private static final List<String> MANDATORY_ON_SITE = List.of("bootstrap_interface");
  private static final List<String> MANDATORY =
      List.of(
          "bootstrap_interface",
          InstallAddresses.BOOTSTRAP,
          "bootstrap_address_prefix",
          INSTALL_TYPE,
          InstallAddresses.BMC,
          "bmc_username");
  private static final long SMALLEST_PERSISTENT_SIZE = 30_000;

  private final SiteValues values;
  private final InstallContext context;
  private final List<Problem> problems;

  private InstallRules(SiteValues values, InstallContext context) {
    this.values = values;
    this.context = context;
    this.problems = new ArrayList<>(values.problems());
  }

  /**
   * What was found.
   *
   * @param values complete, with the BMC password in base64; null exactly if there are problems
   */
  public record Findings(List<Problem> problems, @Nullable ObjectNode values) {
    public Findings {
      problems = List.copyOf(problems);
    }

    /** Never the values. */
    @Override
    public String toString() {
      return "Findings" + problems;
    }
  }

  public static Findings check(SiteValues values, InstallContext context) {
    return new InstallRules(values, context).check();
  }

  private Findings check() {
    if (values.readable()) {
      checkPassword();
      checkRelease();
      number("persistent_size", SMALLEST_PERSISTENT_SIZE, Long.MAX_VALUE, " (MB)");
      number("hw_settle", 0, Long.MAX_VALUE, " (seconds)");
      checkBootParameters();
      checkMandatory();
      number(INSTALL_TYPE, 0, 5, "");
      new InstallAddresses(values, context.oamFamily(), problems).check();
      number("rd.net.timeout.ipv6dad", 1, Long.MAX_VALUE, "");
      number("rvmc_debug_level", 0, 4, "");
    }
    return new Findings(problems, problems.isEmpty() ? complete() : null);
  }

  private void checkPassword() {
    var password = context.bmcPassword();
    if (password.isEmpty() && !context.onSite()) {
      problems.add(new Problem(BMC_PASSWORD, "nothing", "the BMC's password, in base64"));
    } else if (password.isPresent() && !Secrets.isBase64(password.get())) {
      problems.add(
          new Problem(BMC_PASSWORD, "a value that is not base64 of UTF-8", "base64 of UTF-8"));
    }
  }

  private void checkRelease() {
    values
        .field(RELEASE)
        .filter(field -> !field.text().equals(context.release()))
        .ifPresent(field ->
            problems.add(
                field.problem(context.release() + ", the release of the subcloud, or not given")));
  }

  /** Null and the word None are what becomes of an empty value in somebody's template. */
  private void checkBootParameters() {
    values
        .written(EXTRA_BOOT_PARAMS)
        .filter(field ->
            field.shape() == Field.Shape.NOTHING
                || field.text().isEmpty()
                || field.text().equals("None"))
        .ifPresent(field -> problems.add(field.problem("boot parameters, or not given")));
  }

  private void checkMandatory() {
    for (var key : context.onSite() ? MANDATORY_ON_SITE : MANDATORY) {
      if (values.field(key).isEmpty()) {
        var stored = context.stored().text(key).map(text -> "; stored is " + text).orElse("");
        problems.add(values.problem(key, key + " required" + stored));
      }
    }
  }

  private void number(String key, long least, long most, String unit) {
    var expected =
        most == Long.MAX_VALUE
            ? "a whole number of at least %d%s, not quoted".formatted(least, unit)
            : "a whole number from %d to %d%s, not quoted".formatted(least, most, unit);
    values
        .field(key)
        .filter(field -> !isNumber(field, least, most))
        .ifPresent(field -> problems.add(field.problem(expected)));
  }

  private static boolean isNumber(Field field, long least, long most) {
    if (field.shape() != Field.Shape.WHOLE_NUMBER) {
      return false;
    }
    long number = Long.parseLong(field.text());
    return least <= number && number <= most;
  }

  /** The image is the hub's to choose, whatever the file says. */
  private ObjectNode complete() {
    var json = values.json().deepCopy();
    json.remove(IMAGE);
    json.put(RELEASE, context.release());
    fallBack().ifPresent(address -> json.put(InstallAddresses.BOOTSTRAP, address));
    context.bmcPassword().ifPresent(password -> json.put(BMC_PASSWORD, password));
    return json;
  }

  private Optional<String> fallBack() {
    return context.onSite() && values.field(InstallAddresses.BOOTSTRAP).isEmpty()
        ? context.bootstrapAddress().or(() -> context.stored().text(InstallAddresses.BOOTSTRAP))
        : Optional.empty();
  }
}
