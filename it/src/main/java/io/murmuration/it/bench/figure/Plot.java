package io.murmuration.it.bench.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Panels side by side as one SVG file. Its colours follow the reader's light or dark scheme; lines
 * differ by dashes too, for those who see or print no colours.
 */
public final class Plot {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 16;
  private static final int TOP = 58;
  private static final int BOTTOM = 44;
  private static final int HEADER = 34;
  private static final int LEGEND = 110;
  private static final int COLOURS = 4;
  private static final String STYLE =
      """
      <style>
        svg { background: #ffffff; --ink: #1b1f24; --faint: #d4d9df; --c0: #0b5cad; --c1: #b4530a; --c2: #11733b; --c3: #7a3fa0; }
        @media (prefers-color-scheme: dark) {
          svg { background: #14171b; --ink: #e4e8ec; --faint: #3a414a; --c0: #6cb2ff; --c1: #ffa657; --c2: #5fd38d; --c3: #d2a8ff; }
        }
        text { fill: var(--ink); font: 11px sans-serif; }
        .title { font-size: 13px; font-weight: bold; }
        .head { font-size: 15px; font-weight: bold; }
        .grid { stroke: var(--faint); stroke-width: 1; }
        .line { fill: none; stroke-width: 2; }
        .l0 { stroke: var(--c0); } .l1 { stroke: var(--c1); stroke-dasharray: 6 3; }
        .l2 { stroke: var(--c2); stroke-dasharray: 2 3; } .l3 { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
        .d0 { fill: var(--c0); } .d1 { fill: var(--c1); } .d2 { fill: var(--c2); } .d3 { fill: var(--c3); }
      </style>
      """;

  private Plot() {}

  /** Writes the file, if one is wanted. */
  public static void write(@Nullable Path file, String title, List<Panel> panels) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, svg(title, panels));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String svg(String title, List<Panel> panels) {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    var svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(COLUMNS * WIDTH, HEADER + rows * HEIGHT));
    svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
    text(svg, "head", 12, 22, "start", title);
    for (int i = 0; i < panels.size(); i++) {
      svg.append(
          "<g transform=\"translate(%d %d)\">\n"
              .formatted(i % COLUMNS * WIDTH, HEADER + i / COLUMNS * HEIGHT));
      panel(svg, panels.get(i));
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, Panel panel) {
    var points = panel.lines().stream().flatMap(line -> panel.drawn(line).stream()).toList();
    var x = Axis.of(points.stream().map(Point::x).toList(), panel.logarithmic());
    var y = Axis.of(points.stream().map(Point::y).toList(), panel.logarithmic());
    text(svg, "title", LEFT, 20, "start", panel.title());
    text(svg, "", WIDTH - RIGHT, HEIGHT - 8, "end", panel.x());
    text(svg, "", 8, TOP - 8, "start", panel.y());
    for (double tick : x.ticks()) {
      grid(svg, across(x, tick), TOP, across(x, tick), HEIGHT - BOTTOM);
      text(svg, "", across(x, tick), HEIGHT - BOTTOM + 15, "middle", number(tick));
    }
    for (double tick : y.ticks()) {
      grid(svg, LEFT, down(y, tick), WIDTH - RIGHT, down(y, tick));
      text(svg, "", LEFT - 6, down(y, tick) + 4, "end", number(tick));
    }
    for (int i = 0; i < panel.lines().size(); i++) {
      line(svg, panel.drawn(panel.lines().get(i)), x, y, i % COLOURS);
      double at = WIDTH - RIGHT - LEGEND * (panel.lines().size() - i);
      svg.append(
          "<line class=\"line l%d\" x1=\"%s\" y1=\"38\" x2=\"%s\" y2=\"38\"/>\n"
              .formatted(i % COLOURS, pixels(at), pixels(at + 18)));
      text(svg, "", at + 23, 42, "start", panel.lines().get(i).name());
    }
  }

  private static void line(StringBuilder svg, List<Point> points, Axis x, Axis y, int colour) {
    svg.append("<polyline class=\"line l").append(colour).append("\" points=\"");
    for (var point : points) {
      svg.append(pixels(across(x, point.x()))).append(',').append(pixels(down(y, point.y())));
      svg.append(' ');
    }
    svg.append("\"/>\n");
    if (points.size() <= 30) {
      for (var point : points) {
        svg.append(
            "<circle class=\"d%d\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n"
                .formatted(colour, pixels(across(x, point.x())), pixels(down(y, point.y()))));
      }
    }
  }

  private static double across(Axis x, double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double down(Axis y, double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(pixels(x1), pixels(y1), pixels(x2), pixels(y2)));
  }

  private static void text(
      StringBuilder svg, String style, double x, double y, String anchor, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(style, pixels(x), pixels(y), anchor, escaped(text)));
  }

  private static String pixels(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return value >= 1000 && value % 1000 == 0
        ? String.format(Locale.ROOT, "%.0fk", value / 1000)
        : String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
