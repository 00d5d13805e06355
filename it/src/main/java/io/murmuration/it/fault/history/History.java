package io.murmuration.it.fault.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Events as they were seen, by whoever saw them. Thread-safe; grows until it is read. */
public final class History {
  private final List<Event> events = new ArrayList<>();

  public synchronized void add(Event event) {
    events.add(event);
  }

  /** In the order of time; of one moment, in the order in which they were told. */
  public synchronized List<Event> events() {
    return events.stream().sorted(Comparator.comparingLong(Event::at)).toList();
  }

  /** A line per event, for people who look for a cause. */
  public void write(Path file) {
    try {
      Files.write(file, events().stream().map(Event::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
