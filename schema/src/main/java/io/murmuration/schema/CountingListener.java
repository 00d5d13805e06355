package io.murmuration.schema;

import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteType;
import org.jooq.Result;

/** Feeds {@link StatementCounts} from jOOQ. Called on the threads that run the statements. */
final class CountingListener implements ExecuteListener {
  private static final long serialVersionUID = 1L;

  private static final String BOUND = CountingListener.class.getName() + ".bound";

  private final transient StatementCounts counts;

  CountingListener(StatementCounts counts) {
    this.counts = counts;
  }

  /** Runs whether or not the statement worked: a failed one has cost its round trip as well. */
  @Override
  public void end(ExecuteContext ctx) {
    if (ctx.type() == ExecuteType.BATCH) {
      countBatch(ctx);
      return;
    }
    StatementKind kind = StatementKind.of(ctx.sql());
    counts.count(kind, 1);
    if (kind == StatementKind.WRITE) {
      counts.countRows(kind, written(ctx));
    }
  }

  /** Called once for each member of a batch that binds values. */
  @Override
  public void bindEnd(ExecuteContext ctx) {
    if (ctx.type() == ExecuteType.BATCH) {
      ctx.data(BOUND, ctx.data(BOUND) instanceof Long n ? n + 1 : 1L);
    }
  }

  @Override
  public void resultEnd(ExecuteContext ctx) {
    Result<?> rows = ctx.result();
    if (rows != null && StatementKind.of(ctx.sql()) == StatementKind.READ) {
      counts.countRows(StatementKind.READ, rows.size());
    }
  }

  /** jOOQ reports the rows of a batch incompletely, so they are left out. */
  private void countBatch(ExecuteContext ctx) {
    String[] sql = ctx.batchSQL();
    long bound = ctx.data(BOUND) instanceof Long n ? n : 0;
    counts.count(StatementKind.of(sql.length == 0 ? null : sql[0]), Math.max(bound, sql.length));
  }

  private static long written(ExecuteContext ctx) {
    if (ctx.rows() >= 0) {
      return ctx.rows();
    }
    Result<?> returned = ctx.result();
    return returned == null ? 0 : returned.size();
  }
}
