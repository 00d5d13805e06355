package io.murmuration.it.bench.figure;

import java.util.Arrays;
import java.util.List;

/** Order statistics of a few measurements. */
public final class Figures {
  private final double[] sorted;

  public Figures(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("figures: none (expected: at least one)");
    }
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value that at least {@code share} of all values do not exceed. */
  public double quantile(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }

  public double least() {
    return sorted[0];
  }

  public double most() {
    return sorted[sorted.length - 1];
  }

  public double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
