package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Figures;
import io.murmuration.it.run.PostgresStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * With nobody connected a change writes what its commit writes; PostgreSQL itself counts. The
 * median, because a node writes a little by itself.
 */
final class CommitRows {
  private static final int COMMITS = 3;

  /** A session of PostgreSQL tells what it counted only after a while, an idle one after 10 s. */
  private static final Duration STATISTICS_DELAY = Duration.ofMillis(1_500);

  private static final Duration ALL_STATISTICS = Duration.ofSeconds(11);

  private CommitRows() {}

  /** Rows of one change. */
  static double count(Bed bed) {
    var rows = new ArrayList<Double>();
    LockSupport.parkNanos(ALL_STATISTICS.minus(STATISTICS_DELAY).toNanos());
    long before = settled(bed);
    for (int i = 0; i < COMMITS; i++) {
      bed.change();
      long after = settled(bed);
      rows.add((double) (after - before));
      before = after;
    }
    return new Figures(rows).median();
  }

  private static long settled(Bed bed) {
    LockSupport.parkNanos(STATISTICS_DELAY.toNanos());
    return PostgresStats.rowsWritten(bed.hub());
  }
}
