package io.murmuration.central.certificate.rewrap;

import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node says which master keys it has, in its row of {@code node}. One thread. */
public final class KeyReport {
  public static final String NAME = "master-keys";

  /** Between two looks: whoever has copied a key waits this long at most until others know. */
  public static final Duration PAUSE = Duration.ofSeconds(5);

  private static final int LOOKS_TO_REPEAT = 60;
  private static final Logger LOG = LoggerFactory.getLogger(KeyReport.class);

  private final Transactions transactions;
  private final UUID incarnation;
  private final MasterKeys keys;
  private final SealedRowsRepository repository = new SealedRowsRepository();
  private List<String> said = List.of();
  private int looksSince;

  /**
   * @param incarnation of this node, whose lease is held already
   */
  public KeyReport(Transactions transactions, UUID incarnation, MasterKeys keys) {
    this.transactions = transactions;
    this.incarnation = incarnation;
    this.keys = keys;
  }

  /**
   * Says what changed, and now and then all of it: the row is made anew after a long absence.
   * Blocks.
   */
  public void look() {
    var fingerprints = keys.fingerprints();
    if (fingerprints.equals(said) && ++looksSince < LOOKS_TO_REPEAT) {
      return;
    }
    try {
      transactions.runInTx(tx -> repository.say(tx, incarnation, fingerprints));
      said = fingerprints;
      looksSince = 0;
    } catch (DataAccessException e) {
      LOG.warn("master keys not said, the others do not know them: {}", e.getMessage());
    }
  }
}
