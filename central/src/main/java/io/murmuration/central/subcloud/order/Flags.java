package io.murmuration.central.subcloud.order;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The yes-or-no values of an order; empty: not given.
 *
 * @param secondary the subcloud is another system controller's, this one keeps a copy; the mere
 *     presence of the value, even false, lifts the need for a password (contract, quirk Q28)
 * @param onSite somebody installs the site by hand before it enrols
 */
public record Flags(
    Optional<Boolean> migrate,
    Optional<Boolean> enroll,
    Optional<Boolean> onSite,
    Optional<Boolean> secondary) {
  static final String MIGRATE = "migrate";
  static final String ENROLL = "enroll";
  static final String ON_SITE = "on_site";
  static final String SECONDARY = "secondary";

  static Flags of(SiteValues values) {
    return new Flags(
        flag(values, MIGRATE),
        flag(values, ENROLL),
        flag(values, ON_SITE),
        flag(values, SECONDARY));
  }

  /** What is wrong with the values by themselves. */
  static List<Problem> problems(SiteValues values) {
    List<Problem> problems = new ArrayList<>();
    for (var key : List.of(MIGRATE, SECONDARY, ENROLL, ON_SITE)) {
      if (values.field(key).isPresent() && parsed(values, key).isEmpty()) {
        problems.add(values.problem(key, "true or false"));
      }
    }
    return problems;
  }

  public boolean migrates() {
    return migrate.orElse(false);
  }

  public boolean enrols() {
    return enroll.orElse(false);
  }

  public boolean isOnSite() {
    return onSite.orElse(false);
  }

  public boolean isSecondary() {
    return secondary.orElse(false);
  }

  /** Given but wrong counts as no. */
  private static Optional<Boolean> flag(SiteValues values, String key) {
    return values.field(key).map(_ -> parsed(values, key).orElse(false));
  }

  private static Optional<Boolean> parsed(SiteValues values, String key) {
    return values
        .text(key)
        .flatMap(text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }
}
