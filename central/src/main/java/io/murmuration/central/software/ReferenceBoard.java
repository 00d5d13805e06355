package io.murmuration.central.software;

import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reference whenever the change reader tells of a new one, and hands it on. The reader's
 * thread only leaves a note; {@link #look} runs on a thread of its own and tries again until the
 * database answers.
 */
public final class ReferenceBoard implements ChangeListener {
  public static final String NAME = "reference-board";

  /** Between two looks at the note; the database is asked only if there is one. */
  public static final Duration PAUSE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceBoard.class);

  private final Transactions transactions;
  private final ReferenceRepository repository = new ReferenceRepository();
  private final Consumer<AuditReference> sessions;
  private final AtomicBoolean due = new AtomicBoolean(true);

  /**
   * @param sessions hears of every reference that was read; quick
   */
  public ReferenceBoard(Transactions transactions, Consumer<AuditReference> sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    if (changes.stream().anyMatch(change -> change.what() == ChangeKind.REFERENCE)) {
      due.set(true);
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    due.set(true);
  }

  /** Reads, if there is something to read. Blocks. */
  public void look() {
    if (due.getAndSet(false)) {
      try {
        sessions.accept(transactions.inTx(repository::find));
      } catch (DataAccessException e) {
        due.set(true);
        LOG.warn("audit reference: not read, tried again: {}", e.getMessage());
      }
    }
  }
}
