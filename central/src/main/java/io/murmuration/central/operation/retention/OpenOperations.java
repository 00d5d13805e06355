package io.murmuration.central.operation.retention;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.murmuration.central.operation.retention.RetentionRepository.Open;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many operations of the fleet have not ended, by state, and how old the oldest is: {@code
 * murmuration.operations.open} and {@code murmuration.operations.oldest}. As of the last look, the
 * same on each node; not a number while the database does not answer. {@link #look} belongs to one
 * thread.
 */
public final class OpenOperations {
  public static final String NAME = "operation-numbers";

  /** Between two looks: one statement over what is open. */
  public static final Duration PAUSE = Duration.ofSeconds(30);

  private static final List<String> STATES =
      List.of("created", "offered", "accepted", "running", "unknown");
  private static final Logger LOG = LoggerFactory.getLogger(OpenOperations.class);

  private final Transactions transactions;
  private final RetentionRepository repository = new RetentionRepository();
  private volatile Seen seen = new Seen(false, Map.of());

  private record Seen(boolean known, Map<String, Open> byState) {}

  public OpenOperations(Transactions transactions, MeterRegistry registry) {
    this.transactions = transactions;
    for (var state : STATES) {
      Gauge.builder("murmuration.operations.open", this, o -> o.count(state))
          .tag("state", state)
          .register(registry);
      TimeGauge.builder(
              "murmuration.operations.oldest", this, TimeUnit.MILLISECONDS, o -> o.age(state))
          .tag("state", state)
          .register(registry);
    }
  }

  /** Counts. Blocks. */
  public void look() {
    try {
      seen = new Seen(true, Map.copyOf(transactions.inTx(repository::open)));
    } catch (DataAccessException e) {
      seen = new Seen(false, Map.of());
      LOG.debug("operations not counted: {}", e.getMessage());
    }
  }

  private double count(String state) {
    var open = seen.byState().get(state);
    return open == null ? none() : open.count();
  }

  private double age(String state) {
    var open = seen.byState().get(state);
    return open == null ? none() : open.oldest().toMillis();
  }

  private double none() {
    return seen.known() ? 0 : Double.NaN;
  }
}
