package io.murmuration.it.bench.rest;

import java.util.Locale;

/** What {@code rest} measures. */
enum RestPart {
  LIST,
  DETAIL,
  ONE,
  UPDATE,
  /** What lists cost while statuses move. */
  MOVING,
  /** What slow readers of the list hold. */
  SLOW;

  /** As it is called on the command line, in the report and in the floor's paths. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
