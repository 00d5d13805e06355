package io.murmuration.it.fault.history;

/** A rule that a history breaks, and where. */
public record Violation(Rule rule, String what) {
  @Override
  public String toString() {
    return rule + ": " + what;
  }
}
