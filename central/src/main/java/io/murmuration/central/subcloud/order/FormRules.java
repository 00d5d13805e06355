package io.murmuration.central.subcloud.order;

import io.murmuration.central.api.Problem;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.install.DeployConfigRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the contract tests before it looks into the bootstrap values: parts, flags, password. */
final class FormRules {
  private static final String SYSADMIN_PASSWORD = "sysadmin_password";
  private static final String REGION = "region_name";
  private static final int LONGEST_REGION = 255;

  private final SiteOrder order;
  private final SystemController controller;
  private final SiteValues values;
  private final Flags flags;
  private final List<Problem> problems = new ArrayList<>();

  private FormRules(SiteOrder order, SystemController controller) {
    this.controller = controller;
    this.order = order;
    this.values = order.values();
    this.flags = order.flags();
  }

  static List<Problem> check(SiteOrder order, SystemController controller) {
    return new FormRules(order, controller).check();
  }

  private List<Problem> check() {
    problems.addAll(order.problems());
    problems.addAll(values.problems());
    switch (order.road()) {
      case ADD -> {
        problems.addAll(Flags.problems(values));
        checkCombinations();
        checkMigratedName();
        if (flags.secondary().isEmpty()) {
          checkPassword();
        } else {
          checkRegion();
        }
      }
      case CREATE -> {
        if (values.field("bootstrap-address").isEmpty()) {
          problems.add(values.problem("bootstrap-address", "bootstrap-address required"));
        }
      }
    }
    return problems;
  }

  private void checkCombinations() {
    if (flags.migrates() && flags.enrols()) {
      problems.add(values.problem(Flags.MIGRATE, "not together with enroll=true"));
    }
    if (flags.secondary().isPresent() && flags.migrate().isPresent()) {
      problems.add(values.problem(Flags.SECONDARY, "not together with migrate"));
    }
    if (order.deployConfig().isPresent() && (flags.migrates() || flags.secondary().isPresent())) {
      problems.add(
          new Problem(DeployConfigRules.PART, "given", "not together with migrate or secondary"));
    }
  }

  /** Else a form's name silently hides the file's; a migrated site has its name already. */
  private void checkMigratedName() {
    var inFile = values.json().path("name");
    if (flags.migrates()
        && values.field("name").filter(field -> field.isOfForm()).isPresent()
        && !values.text("name").equals(Optional.of(inFile.asText()))) {
      problems.add(values.problem("name", "the name in bootstrap_values with migrate=true"));
    }
  }

  private void checkPassword() {
    var password = values.text(SYSADMIN_PASSWORD);
    if (password.filter(Secrets::isBase64).isEmpty()) {
      var given = password.isEmpty() ? "nothing" : "a value that is not base64 of UTF-8";
      problems.add(new Problem(SYSADMIN_PASSWORD, given, "the password, in base64"));
    }
  }

  private void checkRegion() {
    var region = values.text(REGION).orElse("");
    if (region.isBlank() || !StorableText.fits(region, LONGEST_REGION)) {
      problems.add(values.problem(REGION, "the subcloud's region name, at most 255 characters"));
    } else if (controller.isCalled(region)) {
      problems.add(values.problem(REGION, "a region that is not the system controller's own"));
    }
  }

  /** The release that the order asks for, if this system controller cannot deploy it. */
  static Optional<Problem> release(SiteOrder order, SystemController controller) {
    return order
        .release()
        .filter(release -> !controller.supports(release))
        .map(_ -> order.values().problem("release", controller.expectedReleases()));
  }
}
