package io.murmuration.it.bench;

import java.util.Arrays;
import java.util.List;

/** Order statistics of a few measurements. */
final class Figures {
  private final double[] sorted;

  Figures(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("figures: none (expected: at least one)");
    }
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value that at least {@code share} of all values do not exceed. */
  double quantile(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }

  double least() {
    return sorted[0];
  }

  double most() {
    return sorted[sorted.length - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
