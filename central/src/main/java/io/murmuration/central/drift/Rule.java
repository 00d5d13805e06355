package io.murmuration.central.drift;

import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.model.Kind;

/**
 * One line of a policy.
 *
 * @param type "" means every type of the kind
 */
record Rule(Kind kind, String type, DriftMode mode) {
  /** Equal for lines that speak of the same. */
  String subject() {
    return kind.wireName() + "/" + type;
  }

  @Override
  public String toString() {
    return subject() + "=" + mode.wireName();
  }
}
