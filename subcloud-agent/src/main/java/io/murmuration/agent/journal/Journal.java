package io.murmuration.agent.journal;

import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The agent's memory on disk: its name, the number of its last dial, per kind what it holds, and
 * every operation that it ever heard of. One file each, so that a dial does not rewrite ten
 * thousand items.
 *
 * <p>Calls block until the disk has it. Different kinds and the operations may be saved at once,
 * each of them one at a time. {@link #start} and {@link #startLedger} are what was there at
 * opening; who saves keeps the newer state himself.
 */
public final class Journal implements AutoCloseable {
  private final DurableFile files;
  private final SiteJournal start;
  private final SavedLedger startLedger;
  private long dial;

  private Journal(DurableFile files, SiteJournal start, SavedLedger startLedger) {
    this.files = files;
    this.start = start;
    this.startLedger = startLedger;
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
        var ledger = JournalFile.readLedger(directory, found.get().id());
        return new Journal(files, found.get(), ledger);
      }
      var start = new SiteJournal(newId.get(), 0, java.util.Collections.emptySortedMap());
      files.write(JournalFile.AGENT, JournalFormat.encodeAgent(start.id(), 0));
      return new Journal(files, start, SavedLedger.empty(start.id()));
    } catch (IOException | CorruptJournalException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  public SiteJournal start() {
    return start;
  }

  public SavedLedger startLedger() {
    return startLedger;
  }

  /** The number for the next dial; durable before it is returned, so that none is used twice. */
  public synchronized long nextDial() throws IOException {
    files.write(JournalFile.AGENT, JournalFormat.encodeAgent(start.id(), dial + 1));
    return ++dial;
  }

  public void save(Kind kind, SiteJournal.Entry entry) throws IOException {
    files.write(JournalFile.nameOf(kind), JournalFormat.encodeKind(kind, entry));
  }

  public void save(SavedLedger operations) throws IOException {
    files.write(JournalFile.OPERATIONS, LedgerFormat.encode(operations));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
