package io.murmuration.it.bench.figure;

import java.util.List;

/**
 * One small drawing.
 *
 * @param x and {@code y}: what the axes mean, with units
 * @param logarithmic both axes; then what is not positive is left out
 */
public record Panel(String title, String x, String y, boolean logarithmic, List<Line> lines) {
  public Panel {
    lines = List.copyOf(lines);
  }

  /** One line of it, in the order of its points. */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** The points that can be drawn. */
  List<Point> drawn(Line line) {
    return line.points().stream()
        .filter(point -> !logarithmic || (point.x() > 0 && point.y() > 0))
        .toList();
  }
}
