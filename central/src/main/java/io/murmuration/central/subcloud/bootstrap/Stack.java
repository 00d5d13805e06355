package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.Optional;
import java.util.stream.Stream;

/** The two networks by which a site may be reached; with an admin network that one is used. */
enum Stack {
  ADMIN("admin"),
  MANAGEMENT("management");

  private final String prefix;

  Stack(String prefix) {
    this.prefix = prefix;
  }

  String subnet() {
    return prefix + "_subnet";
  }

  String start() {
    return prefix + "_start_address";
  }

  String end() {
    return prefix + "_end_address";
  }

  String gateway() {
    return prefix + "_gateway_address";
  }

  private String floating() {
    return prefix + "_floating_address";
  }

  boolean isGiven(SiteValues input) {
    return Stream.of(subnet(), start(), end(), gateway(), floating())
        .anyMatch(key -> input.field(key).isPresent());
  }

  /** A simplex site may name its one address instead of a range of one. */
  boolean hasOnlyFloating(SiteValues input) {
    return isSimplex(input)
        && input.field(floating()).isPresent()
        && input.field(start()).isEmpty()
        && input.field(end()).isEmpty();
  }

  Optional<Problem> floatingBesideOtherStart(SiteValues input) {
    var floating = input.text(floating());
    var start = input.text(start());
    if (floating.isEmpty() || start.isEmpty() || floating.equals(start)) {
      return Optional.empty();
    }
    return Optional.of(
        input.problem(floating(), "the same address as " + start() + ", or not given"));
  }

  /** A single floating address is both ends of the range. */
  NetworkFields fields(SiteValues input) {
    boolean one = hasOnlyFloating(input);
    return new NetworkFields(
        input.field(subnet()),
        input.field(one ? floating() : start()),
        input.field(one ? floating() : end()),
        input.field(gateway()));
  }

  static boolean isSimplex(SiteValues input) {
    return input.text("system_mode").filter("simplex"::equals).isPresent();
  }
}
