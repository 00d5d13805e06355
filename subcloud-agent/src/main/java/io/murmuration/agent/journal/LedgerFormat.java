package io.murmuration.agent.journal;

import io.murmuration.agent.journal.SavedLedger.Ordered;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.AfterCrash;
import io.murmuration.sync.operation.Ledger;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * The bytes of the file of operations: the header and checksum of {@link JournalFormat}, then the
 * journal's name, the hub epoch, and each entry in the order of ids. Names of states are written,
 * not their places, so that a new one in between changes nothing.
 */
final class LedgerFormat {
  private LedgerFormat() {}

  static byte[] encode(SavedLedger saved) {
    var ledger = saved.ledger();
    var out = new JournalFormat.Bytes(128 + 96 * ledger.entries().size());
    out.line("operations=" + ledger.entries().size() + " hub-epoch=" + ledger.hubEpoch());
    out.text(ledger.journal());
    out.number(ledger.hubEpoch());
    out.number(ledger.arrivals());
    out.number(ledger.entries().size());
    ledger
        .entries()
        .forEach((id, entry) -> {
          out.bytes(id.bytes());
          out.number(entry.arrival());
          out.number(entry.mutating() ? 1 : 0);
          out.text(entry.afterCrash().name());
          out.number(entry.stored() ? 1 : 0);
          out.text(entry.report().state().name());
          out.number(entry.report().percent());
          out.text(entry.report().details());
          out.bytes(entry.report().result().bytes());
        });
    out.number(saved.ordered().size());
    saved
        .ordered()
        .forEach((id, ordered) -> {
          out.bytes(id.bytes());
          out.text(ordered.type());
          out.bytes(ordered.arguments().bytes());
        });
    return JournalFormat.sealed(out);
  }

  static SavedLedger decode(Path file, byte[] content) throws CorruptJournalException {
    var in = JournalFormat.opened(file, content);
    return JournalFormat.read(
        file,
        () -> {
          var journal = JournalFormat.text(in);
          long hubEpoch = in.getLong();
          long arrivals = in.getLong();
          var entries = new TreeMap<OperationId, Ledger.Entry>();
          for (long left = in.getLong(); left > 0; left--) {
            var entry = entry(in);
            entries.put(entry.report().id(), entry);
          }
          var ordered = new TreeMap<OperationId, Ordered>();
          for (long left = in.getLong(); left > 0; left--) {
            ordered.put(
                OperationId.of(JournalFormat.bytes(in)),
                new Ordered(JournalFormat.text(in), Payload.of(JournalFormat.bytes(in))));
          }
          return new SavedLedger(new Ledger(journal, hubEpoch, arrivals, entries), ordered);
        });
  }

  private static Ledger.Entry entry(ByteBuffer in) {
    var id = OperationId.of(JournalFormat.bytes(in));
    long arrival = in.getLong();
    boolean mutating = in.getLong() != 0;
    var afterCrash = AfterCrash.valueOf(JournalFormat.text(in));
    boolean stored = in.getLong() != 0;
    var state = Report.State.valueOf(JournalFormat.text(in));
    int percent = (int) in.getLong();
    var details = JournalFormat.text(in);
    var result = Payload.of(JournalFormat.bytes(in));
    return new Ledger.Entry(
        arrival, mutating, afterCrash, new Report(id, state, percent, details, result), stored);
  }
}
