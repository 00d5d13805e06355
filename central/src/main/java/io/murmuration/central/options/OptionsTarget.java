package io.murmuration.central.options;

import java.util.Set;

/** Whose options are meant. */
sealed interface OptionsTarget {
  /** The options of all subclouds without own ones. */
  record Defaults() implements OptionsTarget {}

  /**
   * @param ref name or id
   */
  record OfSubcloud(String ref) implements OptionsTarget {}

  /** The system controller's two names mean the defaults (contract, sw-update-options). */
  Set<String> NAMES_OF_DEFAULTS = Set.of("SystemController", "RegionOne");

  static OptionsTarget of(String text) {
    return NAMES_OF_DEFAULTS.contains(text) ? new Defaults() : new OfSubcloud(text);
  }
}
