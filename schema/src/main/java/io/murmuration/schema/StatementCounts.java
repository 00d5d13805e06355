package io.murmuration.schema;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many statements and rows went to the database, for the benchmarks' "statements per change"
 * and for metrics. Only grows; take two {@link #now() readings} and {@link Reading#since subtract}.
 * Thread-safe.
 */
public final class StatementCounts {
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder others = new LongAdder();
  private final LongAdder rowsRead = new LongAdder();
  private final LongAdder rowsWritten = new LongAdder();

  StatementCounts() {}

  /** All counts; not an atomic picture while statements run. */
  public Reading now() {
    return new Reading(reads.sum(), writes.sum(), others.sum(), rowsRead.sum(), rowsWritten.sum());
  }

  void count(StatementKind kind, long statements) {
    switch (kind) {
      case READ -> reads.add(statements);
      case WRITE -> writes.add(statements);
      case OTHER -> others.add(statements);
    }
  }

  void countRows(StatementKind kind, long rows) {
    switch (kind) {
      case READ -> rowsRead.add(rows);
      case WRITE -> rowsWritten.add(rows);
      case OTHER -> {}
    }
  }

  /**
   * One reading.
   *
   * @param reads SELECTs and the like
   * @param writes INSERT, UPDATE, DELETE, MERGE, also inside WITH; each member of a batch counts
   * @param others everything else, e.g. DDL or SET; not BEGIN, COMMIT, ROLLBACK
   * @param rowsRead rows fetched by reads
   * @param rowsWritten rows that writes changed, as the server reported them; those of batches are
   *     left out
   */
  public record Reading(long reads, long writes, long others, long rowsRead, long rowsWritten) {
    /** What happened between {@code earlier} and this reading. */
    public Reading since(Reading earlier) {
      return new Reading(
          reads - earlier.reads,
          writes - earlier.writes,
          others - earlier.others,
          rowsRead - earlier.rowsRead,
          rowsWritten - earlier.rowsWritten);
    }

    /** Reads, writes and others together. */
    public long statements() {
      return reads + writes + others;
    }
  }
}
