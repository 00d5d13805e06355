package io.murmuration.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures in the order they were found, for people and as JSON. */
final class Report {
  private static final int NAME_WIDTH = 36;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  void put(String name, double value) {
    double rounded = Math.round(value * 1000) / 1000.0;
    figures.put(name, rounded);
    line(name, Double.toString(rounded));
  }

  void put(String name, long value) {
    figures.put(name, value);
    line(name, Long.toString(value));
  }

  void put(String name, String value) {
    figures.put(name, value);
    line(name, value);
  }

  /** What else the machine had to do. */
  void machine(String when) {
    put("machine_" + when, ProcStat.machine());
  }

  private static void line(String name, String value) {
    System.out.println(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
  }

  void write(@Nullable Path file) {
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
