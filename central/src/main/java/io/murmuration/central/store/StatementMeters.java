package io.murmuration.central.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.murmuration.schema.StatementCounts;
import java.util.function.ToDoubleFunction;

/** The database's statement counts as metrics: what a change costs, what an idle fleet costs. */
public final class StatementMeters {
  private StatementMeters() {}

  public static void bind(StatementCounts counts, MeterRegistry registry) {
    count(registry, "murmuration.sql.statements", "read", counts, c -> c.now().reads());
    count(registry, "murmuration.sql.statements", "write", counts, c -> c.now().writes());
    count(registry, "murmuration.sql.statements", "other", counts, c -> c.now().others());
    count(registry, "murmuration.sql.rows", "read", counts, c -> c.now().rowsRead());
    count(registry, "murmuration.sql.rows", "write", counts, c -> c.now().rowsWritten());
  }

  private static void count(
      MeterRegistry registry,
      String name,
      String kind,
      StatementCounts counts,
      ToDoubleFunction<StatementCounts> reading) {
    FunctionCounter.builder(name, counts, reading).tag("kind", kind).register(registry);
  }
}
