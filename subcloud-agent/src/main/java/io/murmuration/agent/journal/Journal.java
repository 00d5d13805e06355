package io.murmuration.agent.journal;

import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The agent's memory on disk: its name, the number of its last dial, and per kind what it holds.
 * One file each, so that a dial does not rewrite ten thousand items.
 *
 * <p>Calls block until the disk has it. Different kinds may be saved at once, one kind one at a
 * time. {@link #start} is what was there at opening; who saves keeps the newer state himself.
 */
public final class Journal implements AutoCloseable {
  private final DurableFile files;
  private final SiteJournal start;
  private long dial;

  private Journal(DurableFile files, SiteJournal start) {
    this.files = files;
    this.start = start;
    this.dial = start.dial();
  }

  /**
   * Opens the journal in {@code directory}, or starts one.
   *
   * @param newId gives the random name of a new journal
   */
  public static Journal open(Path directory, Supplier<String> newId)
      throws IOException, CorruptJournalException {
    var found = JournalFile.read(directory);
    var files = DurableFile.in(directory);
    try {
      if (found.isPresent()) {
        return new Journal(files, found.get());
      }
      var start = new SiteJournal(newId.get(), 0, java.util.Collections.emptySortedMap());
      files.write(JournalFile.AGENT, JournalFormat.encodeAgent(start.id(), 0));
      return new Journal(files, start);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  public SiteJournal start() {
    return start;
  }

  /** The number for the next dial; durable before it is returned, so that none is used twice. */
  public synchronized long nextDial() throws IOException {
    files.write(JournalFile.AGENT, JournalFormat.encodeAgent(start.id(), dial + 1));
    return ++dial;
  }

  public void save(Kind kind, SiteJournal.Entry entry) throws IOException {
    files.write(JournalFile.nameOf(kind), JournalFormat.encodeKind(kind, entry));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
