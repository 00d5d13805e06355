package io.murmuration.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.AfterCrash;
import io.murmuration.sync.operation.Ledger;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedLedgerTest {
  private static final OperationId RUNNING = new OperationId(-1, 1);
  private static final OperationId ENDED = new OperationId(2, -2);

  @TempDir private Path directory;

  @Test
  void everythingOfALedgerIsThereAfterReopening() throws Exception {
    var saved = saved();
    try (var journal = open()) {
      assertThat(journal.startLedger()).isEqualTo(saved);
    }
  }

  @Test
  void aNewJournalHasHeardOfNoOperation() throws Exception {
    try (var journal = open()) {
      assertThat(journal.startLedger()).isEqualTo(SavedLedger.empty("first"));
    }
  }

  @Test
  void everyTornFileIsRefused() throws Exception {
    saved();
    var whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(this::open)
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(CorruptJournalException.class)
          .hasMessageContaining(file().toString());
    }
  }

  @Test
  void theOperationsOfAnotherJournalAreRefused() throws Exception {
    saved();
    Files.delete(directory.resolve("agent.journal"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptJournalException.class)
        .hasMessageContaining("is missing beside " + file());
    var other = directory.resolve("other");
    Journal.open(other, () -> "second").close();
    Files.copy(file(), other.resolve("operations.journal"));
    assertThatThrownBy(() -> Journal.open(other, () -> "x"))
        .isInstanceOf(CorruptJournalException.class)
        .hasMessageContaining("belongs to journal first (expected: second)");
  }

  private SavedLedger saved() throws Exception {
    var entries = new TreeMap<OperationId, Ledger.Entry>();
    entries.put(
        RUNNING,
        new Ledger.Entry(
            1,
            true,
            AfterCrash.PROBE,
            new Report(RUNNING, Report.State.RUNNING, 0, "", Payload.of("")),
            false));
    entries.put(
        ENDED,
        new Ledger.Entry(
            2,
            false,
            AfterCrash.UNKNOWN,
            new Report(ENDED, Report.State.FAILED, 100, "no – ünd", Payload.of("{}")),
            true));
    var ordered = Map.of(RUNNING, new SavedLedger.Ordered("probe", Payload.of("{\"n\":1}")));
    var saved = new SavedLedger(new Ledger("first", 7, 2, entries), new TreeMap<>(ordered));
    try (var journal = open()) {
      journal.save(saved);
    }
    return saved;
  }

  private Journal open() throws Exception {
    return Journal.open(directory, () -> "first");
  }

  private Path file() {
    return directory.resolve("operations.journal");
  }
}
