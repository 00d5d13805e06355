package io.murmuration.it.bench.figure;

import java.util.List;

/** How something grows: the exponent {@code e} of {@code y = c * x^e} that fits best. */
public final class Exponent {
  private Exponent() {}

  /**
   * The slope of the straight line through the logarithms that has the least squares.
   *
   * @throws IllegalArgumentException if the points have fewer than two different x, or one of them
   *     is not positive
   */
  public static double fit(List<Point> points) {
    if (points.stream().anyMatch(point -> point.x() <= 0 || point.y() <= 0)) {
      throw new IllegalArgumentException("points: " + points + " (expected: positive ones)");
    }
    if (points.stream().mapToDouble(Point::x).distinct().count() < 2) {
      throw new IllegalArgumentException("points: " + points + " (expected: two different x)");
    }
    double meanX = points.stream().mapToDouble(p -> Math.log(p.x())).average().orElseThrow();
    double meanY = points.stream().mapToDouble(p -> Math.log(p.y())).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (var point : points) {
      double x = Math.log(point.x()) - meanX;
      products += x * (Math.log(point.y()) - meanY);
      squares += x * x;
    }
    return products / squares;
  }
}
