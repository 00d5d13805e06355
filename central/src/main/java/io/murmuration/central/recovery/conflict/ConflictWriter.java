package io.murmuration.central.recovery.conflict;

import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.recovery.RecoveryRepository;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows of what the board hears, in batches; holds the hub when too many sites know what it
 * does not. Idle, it does nothing but look at an empty board each second.
 */
public final class ConflictWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConflictWriter.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int BATCH = 1_000;

  private final ConflictBoard board;
  private final Transactions transactions;
  private final ChangeNudge nudge;
  private final ConflictRepository repository = new ConflictRepository();
  private final RecoveryRepository recovery = new RecoveryRepository();
  private final Periodic thread;
  private Strangers.Count told = new Strangers().count();

  private ConflictWriter(
      ConflictBoard board, Transactions transactions, ChangeNudge nudge, Faults faults) {
    this.board = board;
    this.transactions = transactions;
    this.nudge = nudge;
    this.thread = Periodic.start("conflicts", PAUSE, this::write, faults);
  }

  /**
   * @param nudge after a commit
   */
  public static ConflictWriter start(
      ConflictBoard board, Transactions transactions, ChangeNudge nudge, Faults faults) {
    var writer = new ConflictWriter(board, transactions, nudge, faults);
    board.onWord(writer.thread::soon);
    return writer;
  }

  private void write() {
    var strangers = board.strangers();
    for (var words = board.take(BATCH);
        !words.isEmpty() || !strangers.equals(told);
        words = board.take(BATCH)) {
      var batch = words;
      try {
        boolean changed = transactions.inTx(tx -> write(tx, batch, strangers));
        told = strangers;
        if (changed) {
          nudge.nudge();
        }
      } catch (DataAccessException e) {
        LOG.warn("conflicts are not written yet: {}", e.getMessage());
        board.putBack(batch);
        return;
      }
    }
  }

  private boolean write(Tx tx, List<Word> words, Strangers.Count strangers) {
    Set<SubcloudId> changed = new HashSet<>();
    if (!words.isEmpty()) {
      var newest = repository.newest(tx, words);
      var counts = words.stream().filter(word -> newest.contains(word.key().id())).toList();
      changed.addAll(repository.found(tx, only(counts, Word.Found.class)));
      changed.addAll(repository.over(tx, only(counts, Word.Over.class)));
    }
    boolean held = false;
    if (strangers.subclouds() > 0) {
      recovery.heard(tx, strangers.hubEpoch(), strangers.lineage().hubEpoch(), strangers.highest());
      var suspicion = strangers.suspicion(repository.unknown(tx));
      held = suspicion.isPresent() && recovery.hold(tx, strangers.hubEpoch(), suspicion.get());
      if (held) {
        LOG.error("the hub is held, nothing is pushed: {}", suspicion.get());
      }
    }
    Changes.appendEach(
        tx,
        ChangeKind.SUBCLOUD,
        changed.stream().map(id -> new Scope.Subcloud(id.value())).toList());
    return held || !changed.isEmpty();
  }

  private static <T extends Word> List<T> only(List<Word> words, Class<T> type) {
    return words.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void close() {
    thread.close();
  }
}
