package io.murmuration.it.fault.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.JournalFile;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.it.run.FarmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Agents of one farm: its process, and their files, which are read past it. */
public final class Sites {
  private static final String WORK = "work.log";

  private final List<String> names;
  private final Path data;
  private final Supplier<FarmProcess> launcher;
  private FarmProcess farm;
  private boolean up = true;

  /**
   * @param names of the subclouds in the order of their tokens, which is that of the agents'
   *     directories
   */
  Sites(List<String> names, Path data, Supplier<FarmProcess> launcher) {
    this.names = List.copyOf(names);
    this.data = data;
    this.launcher = launcher;
    this.farm = launcher.get();
  }

  public int count() {
    return names.size();
  }

  public List<String> names() {
    return names;
  }

  public String name(int index) {
    return names.get(index);
  }

  private Path directory(int index) {
    return data.resolve("agent-%05d".formatted(index + 1));
  }

  /** What the site durably holds; empty before it was given anything. */
  public Optional<SiteJournal> journal(int index) {
    try {
      return JournalFile.read(directory(index).resolve("journal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CorruptJournalException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the site noted of the commands that it ran: {@code begin N} and {@code end N}. */
  public List<String> work(int index) {
    var notes = directory(index).resolve(WORK);
    try {
      return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command of the farm; the answer is one JSON object. */
  public synchronized JsonNode ask(String command) {
    return farm.ask(command);
  }

  /** How many of its agents have a stream; none while it cannot be asked. */
  public synchronized int connected() {
    return up ? farm.ask("status").get("connected").asInt() : 0;
  }

  /** How many hold the revision or a later one of kind platform. */
  public synchronized int holding(long revision) {
    if (!up) {
      return 0;
    }
    int sum = 0;
    for (var held : farm.ask("status").get("held").path("platform").properties()) {
      if (Long.parseLong(held.getKey()) >= revision) {
        sum += held.getValue().asInt();
      }
    }
    return sum;
  }

  /** {@code kill -9} of all its agents. */
  public synchronized void kill() {
    up = false;
    farm.process().kill();
  }

  /** After {@link #kill}: from their journals. */
  public synchronized void startAgain() {
    farm = launcher.get();
    up = true;
  }

  /** {@code SIGSTOP}, {@code SIGCONT}. */
  public synchronized void freeze(boolean frozen) {
    farm.process().freeze(frozen);
    up = !frozen;
  }

  /** No byte can be written to any file, as on a full disk. */
  public synchronized void full(boolean full) {
    Processes.full(farm.process().pid(), full);
  }

  @Override
  public String toString() {
    return data.getFileName().toString();
  }

  synchronized void close() {
    if (!up && farm.process().isAlive()) {
      freeze(false);
    }
    farm.close();
  }
}
