package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
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

  boolean isGiven(BootstrapInput input) {
    return Stream.of(subnet(), start(), end(), gateway(), floating())
        .anyMatch(key -> input.field(key).isPresent());
  }

  /** A simplex site may name its one address instead of a range of one. */
  boolean hasOnlyFloating(BootstrapInput input) {
    return isSimplex(input)
        && input.field(floating()).isPresent()
        && input.field(start()).isEmpty()
        && input.field(end()).isEmpty();
  }

  Optional<Problem> floatingBesideOtherStart(BootstrapInput input) {
    var floating = input.text(floating());
    var start = input.text(start());
    if (floating.isEmpty() || start.isEmpty() || floating.equals(start)) {
      return Optional.empty();
    }
    return Optional.of(
        input.problem(floating(), "the same address as " + start() + ", or not given"));
  }

  /** The field that holds the first address of the range. */
  Optional<Field> startField(BootstrapInput input) {
    return input.field(hasOnlyFloating(input) ? floating() : start());
  }

  Optional<Field> endField(BootstrapInput input) {
    return input.field(hasOnlyFloating(input) ? floating() : end());
  }

  static boolean isSimplex(BootstrapInput input) {
    return input.text("system_mode").filter("simplex"::equals).isPresent();
  }
}
