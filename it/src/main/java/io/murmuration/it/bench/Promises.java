package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Limits;
import io.murmuration.it.bench.figure.Report;

/** What the product shall cost at most, on two cores that hub and agents share. */
final class Promises {
  private static final double CONNECT_RATIO = 3;
  private static final double FAN_OUT_RATIO = 2;
  private static final double AUDIT_RATIO = 3;
  private static final double IDLE_PERCENT = 15;
  private static final double HEAP_BYTES = 40 * 1024;

  /** Of everything that grows with the fleet. */
  static final double EXPONENT = 1.1;

  private Promises() {}

  static void connect(Report report, Limits limits) {
    limits.most(report, "connect_ratio_to_floor", CONNECT_RATIO);
  }

  static void fanOut(Report report, Limits limits) {
    limits.most(report, "ratio_to_floor", FAN_OUT_RATIO);
    limits.most(report, "heap_bytes_per_subcloud_with_records", HEAP_BYTES);
  }

  static void audit(Report report, Limits limits) {
    limits.most(report, "audit_ratio_to_floor", AUDIT_RATIO);
  }

  static void idle(Report report, Limits limits) {
    limits.most(report, "idle_hub_cpu_percent_of_a_core", IDLE_PERCENT);
  }
}
