package io.murmuration.it.bench.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to a span of pixels. A linear axis begins at 0, a logarithmic one at the largest 1, 2
 * or 5 times a power of ten that is not above the least value.
 */
record Axis(double least, double most, boolean logarithmic) {
  private static final int STEPS = 5;
  private static final double[] NICE = {1, 2, 5, 10};

  /** An axis on which all these values lie. */
  static Axis of(List<Double> values, boolean logarithmic) {
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    if (!logarithmic) {
      double step = step(most > 0 ? most : 1);
      return new Axis(0, Math.ceil(Math.max(most, step) / step) * step, false);
    }
    double from = below(least);
    double to = -1;
    for (double tick = from; to < most; tick = after(tick)) {
      to = tick;
    }
    return new Axis(from, to > from ? to : after(from), true);
  }

  /** 0 at the least value, 1 at the greatest. */
  double place(double value) {
    return logarithmic
        ? (Math.log(value) - Math.log(least)) / (Math.log(most) - Math.log(least))
        : (value - least) / (most - least);
  }

  List<Double> ticks() {
    var ticks = new ArrayList<Double>();
    if (logarithmic) {
      for (double tick = least; tick <= most * 1.001; tick = after(tick)) {
        ticks.add(tick);
      }
    } else {
      double step = step(most);
      for (int i = 0; i * step <= most * 1.001; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  private static double step(double span) {
    double raw = span / STEPS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double nice : NICE) {
      if (nice * power >= raw * 0.999) {
        return nice * power;
      }
    }
    return 10 * power;
  }

  private static double below(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double found = power;
    for (double nice : NICE) {
      if (nice * power <= value * 1.001) {
        found = nice * power;
      }
    }
    return found;
  }

  /** The next of 1, 2, 5, 10, 20, 50 … */
  private static double after(double tick) {
    double power = Math.pow(10, Math.floor(Math.log10(tick * 1.001)));
    long first = Math.round(tick / power);
    return (first == 1 ? 2 : first == 2 ? 5 : 10) * power;
  }
}
