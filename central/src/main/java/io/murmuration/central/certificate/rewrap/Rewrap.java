package io.murmuration.central.certificate.rewrap;

import io.murmuration.central.certificate.MasterKey;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.schema.tx.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Wraps the data key of everything that is sealed by one master key. Batch after batch, each in a
 * transaction of its own, while the hub goes on; what is wrapped already is left alone, so a run
 * that was interrupted anywhere is simply run again. A secret itself is never opened. One thread.
 */
public final class Rewrap {
  private static final int BATCH = 200;

  /** Nodes go on sealing by the former key until they have the new one. */
  private static final int MOST_PASSES = 5;

  private final Transactions transactions;
  private final Sealer sealer;
  private final SealedRowsRepository repository = new SealedRowsRepository();

  /**
   * @param sealer opens what any node of the hub has sealed
   */
  public Rewrap(Transactions transactions, Sealer sealer) {
    this.transactions = transactions;
    this.sealer = sealer;
  }

  /**
   * How far a table is.
   *
   * @param seen rows looked at
   * @param rewrapped of them, by this run
   */
  public record Progress(String table, long seen, long rewrapped) {}

  /** Nodes of the hub that run, with the keys that they say they have. */
  public List<NodeKeys> liveNodes() {
    return transactions.inTx(repository::liveNodes);
  }

  /**
   * Passes over everything until a pass finds nothing to do.
   *
   * @param progress told after each batch
   * @return true if nothing is wrapped by another key than {@code to}; false: somebody goes on
   *     sealing by another one
   * @throws io.murmuration.central.certificate.UnusableKeyException if a row opens by no key
   */
  public boolean run(MasterKey to, Consumer<Progress> progress) {
    for (int i = 0; i < MOST_PASSES; i++) {
      if (pass(to, progress) == 0) {
        return true;
      }
    }
    return false;
  }

  private long pass(MasterKey to, Consumer<Progress> progress) {
    long found = 0;
    for (var table : SealedTable.values()) {
      found += pass(to, table, progress);
    }
    return found;
  }

  private long pass(MasterKey to, SealedTable table, Consumer<Progress> progress) {
    long seen = 0;
    long found = 0;
    List<Object> after = List.of();
    while (true) {
      var from = after;
      var batch =
          transactions.inTx(tx -> {
            var rows = repository.page(tx, table, from, BATCH);
            var read = new ArrayList<SealedRow>();
            var fresh = new ArrayList<SealedRow>();
            for (var row : rows) {
              sealer
                  .rewrap(to, row.purpose(), row.keyId(), row.sealed())
                  .ifPresent(bytes -> {
                    read.add(row);
                    fresh.add(row.with(bytes));
                  });
            }
            if (!read.isEmpty()) {
              repository.replace(tx, table, read, fresh);
            }
            return new Batch(rows, read.size());
          });
      seen += batch.rows().size();
      found += batch.stale();
      progress.accept(new Progress(table.text(), seen, found));
      if (batch.rows().size() < BATCH) {
        return found;
      }
      after = batch.rows().getLast().key();
    }
  }

  /**
   * @param stale how many were wrapped by another key
   */
  private record Batch(List<SealedRow> rows, int stale) {}
}
