package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.LiveImage.Loaded;
import io.murmuration.central.cluster.live.LiveRepository.Page;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the live image against PostgreSQL, so that nothing has to be believed for long that only a
 * message says, and nothing is missed for long that no message said:
 *
 * <ul>
 *   <li>Nodes that have a lease but are not heard (a split between nodes, another Hazelcast cluster
 *       over the same database, a message format of their own): what they hold is read at each
 *       look.
 *   <li>Everything else is read in turn, a page each third look.
 * </ul>
 *
 * <p>{@link #look} is called by one thread; the rest is thread-safe.
 */
public final class LiveCheck {
  public static final Duration PAUSE = Duration.ofSeconds(2);

  /** Subclouds in a page: 10,000 are read within a minute. */
  static final int PAGE = 1_000;

  /** Looks from one page to the next. */
  static final int LOOKS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(LiveCheck.class);

  private final Transactions transactions;
  private final LiveRepository repository = new LiveRepository();
  private final LiveImage image;
  private final LongSupplier nanoTime;
  private volatile Map<UUID, String> unheard = Map.of();
  private Set<UUID> silentBefore = Set.of();
  private long after;
  private int looks;

  /**
   * @param nanoTime the clock of {@code image}
   */
  public LiveCheck(Transactions transactions, LiveImage image, LongSupplier nanoTime) {
    this.transactions = transactions;
    this.image = image;
    this.nanoTime = nanoTime;
  }

  /** Nodes that have a lease but were not heard at the last two looks. */
  public int unheard() {
    return unheard.size();
  }

  /** Once; a database that does not answer is waited for. */
  public void look() {
    looks++;
    try {
      long began = nanoTime.getAsLong();
      var read = transactions.inTx(Isolation.REPEATABLE_READ, this::read);
      tell(read.silent);
      image.load(_ -> false, read.theirs, began);
      if (read.page != null) {
        image.load(read.page::contains, read.inPage, began);
        after = read.page.next();
      }
    } catch (DataAccessException e) {
      LOG.debug("live image: not checked: {}", e.getMessage());
    }
  }

  private Read read(Tx tx) {
    var silent = new TreeMap<>(repository.nodes(tx));
    silent.keySet().removeIf(image::hears);
    var theirs = silent.isEmpty() ? List.<Loaded>of() : repository.heldBy(tx, silent.keySet());
    if (looks % LOOKS != 0) {
      return new Read(silent, theirs, null, List.of());
    }
    var page = repository.page(tx, after, PAGE);
    return new Read(silent, theirs, page, repository.load(tx, page));
  }

  /** A node that starts has its lease before it is heard: that is not worth a word. */
  private void tell(Map<UUID, String> silent) {
    var now = new TreeMap<>(silent);
    now.keySet().retainAll(silentBefore);
    silentBefore = Set.copyOf(silent.keySet());
    if (!now.keySet().equals(unheard.keySet())) {
      if (now.isEmpty()) {
        LOG.info("live image: every node that has a lease is heard again");
      } else {
        LOG.warn(
            "live image: not heard, but with a lease in the database: {}; their sites are read"
                + " from there",
            now.values());
      }
    }
    unheard = Map.copyOf(now);
  }

  private record Read(
      Map<UUID, String> silent, List<Loaded> theirs, @Nullable Page page, List<Loaded> inPage) {}
}
