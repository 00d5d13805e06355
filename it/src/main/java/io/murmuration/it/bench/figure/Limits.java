package io.murmuration.it.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What figures must not exceed; each is written beside its figure. One thread. */
public final class Limits {
  private final boolean enforced;
  private final List<String> missed = new ArrayList<>();

  /**
   * @param enforced false if somebody just wants to look
   */
  public Limits(boolean enforced) {
    this.enforced = enforced;
  }

  /** A figure of the report is at most so much. */
  public void most(Report report, String figure, double most) {
    most(report, figure, report.number(figure), most);
  }

  /** As {@link #most(Report, String, double)}, of a number that the report holds elsewhere. */
  public void most(Report report, String figure, double value, double most) {
    boolean met = value <= most;
    report.put("limit_" + figure, "at most " + most + ": " + (met ? "met" : "MISSED"));
    if (!met) {
      missed.add(
          String.format(Locale.ROOT, "%s: %.3f (expected: at most %s)", figure, value, most));
    }
  }

  /** What was missed, in words. */
  public List<String> missed() {
    return List.copyOf(missed);
  }

  /** Says what was missed; 1 if that counts, else 0. */
  public int exitCode() {
    missed.forEach(line -> System.err.println("limit missed: " + line));
    return enforced && !missed.isEmpty() ? 1 : 0;
  }
}
