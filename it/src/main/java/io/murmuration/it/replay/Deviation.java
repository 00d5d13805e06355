package io.murmuration.it.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A difference that is meant: where the reference answers {@code theirs}, this hub answers {@code
 * ours}, for a reason. The list is {@code replay/deviations.tsv} beside these classes.
 *
 * @param path a regular expression for the whole path, without the query
 * @param detail a regular expression for a part of our details; empty for any
 */
record Deviation(String method, Pattern path, int theirs, int ours, Pattern detail, String reason) {
  private static final String FILE = "/replay/deviations.tsv";
  private static final int COLUMNS = 6;

  static List<Deviation> all() {
    try (var in = Objects.requireNonNull(Deviation.class.getResourceAsStream(FILE), FILE);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Deviation::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Deviation parse(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalStateException(
          "%s: \"%s\" (expected: %d columns)".formatted(FILE, line, COLUMNS));
    }
    return new Deviation(
        columns[0],
        Pattern.compile(columns[1]),
        Integer.parseInt(columns[2]),
        Integer.parseInt(columns[3]),
        Pattern.compile(columns[4]),
        columns[5]);
  }

  boolean explains(RecordedExchange exchange, int status, String said) {
    return method.equals(exchange.method())
        && path.matcher(exchange.resource()).matches()
        && theirs == exchange.status()
        && ours == status
        && detail.matcher(said).find();
  }
}
