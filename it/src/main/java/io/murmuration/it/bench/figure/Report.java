package io.murmuration.it.bench.figure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures in the order they were found, for people and as JSON. One thread. */
public final class Report {
  private static final int NAME_WIDTH = 44;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  public void put(String name, double value) {
    double rounded = Math.round(value * 1000) / 1000.0;
    figures.put(name, rounded);
    line(name, Double.toString(rounded));
  }

  public void put(String name, long value) {
    figures.put(name, value);
    line(name, Long.toString(value));
  }

  public void put(String name, String value) {
    figures.put(name, value);
    line(name, value);
  }

  /** Reports of their own, one after the other: they have been printed already. */
  public void put(String name, List<Report> runs) {
    figures.put(name, runs.stream().map(run -> run.figures).toList());
  }

  /** Several numbers under one name. */
  public void put(String name, Map<String, Double> values) {
    figures.put(name, new LinkedHashMap<>(values));
    values.forEach((part, value) -> line(name + "." + part, Double.toString(value)));
  }

  /** What else the machine had to do. */
  public void machine(String when) {
    put("machine_" + when, ProcStat.machine());
  }

  /**
   * A number that was put before.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public double number(String name) {
    if (figures.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("figure: " + name + " (expected: one of " + figures + ")");
  }

  private static void line(String name, String value) {
    System.out.println(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
  }

  public void write(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
