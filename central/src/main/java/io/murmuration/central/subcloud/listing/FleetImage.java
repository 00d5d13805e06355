package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of the inventory. The change reader and the live image only leave a note of what
 * is not up to date any more; the next reader brings it up to date on its own thread, with one read
 * of the rows that changed, and all others after it find it so. Statuses cost no SQL at all. {@link
 * #view} first completes a read of {@code change} that began after the call, so that a caller sees
 * what it has just changed, on whichever node that was. Thread-safe.
 *
 * <p>It rests on this: whoever writes a row of {@code subcloud} appends a change that names it, and
 * whoever writes a status tells the live stream or appends a change.
 */
public final class FleetImage implements ChangeListener {
  private static final Logger LOG = LoggerFactory.getLogger(FleetImage.class);

  private final ChangeReader reader;
  private final RowSource source;
  private final RowMaker maker;
  private final String instance;
  private final LongSupplier nanoTime;
  private final Notes notes = new Notes();
  private final Blocks blocks = new Blocks();
  private final Packer packer = new Packer();

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FleetView view;
  private long number;

  private FleetImage(
      ChangeReader reader, LiveImage live, RowSource source, UUID node, LongSupplier nanoTime) {
    this.reader = reader;
    this.source = source;
    this.maker = new RowMaker(live);
    this.instance = Long.toHexString(node.getMostSignificantBits());
    this.nanoTime = nanoTime;
  }

  /**
   * @param node this node's incarnation: versions of another one are other versions
   * @param nanoTime monotonic
   */
  public static FleetImage following(
      ChangeReader reader, LiveImage live, RowSource source, UUID node, LongSupplier nanoTime) {
    var image = new FleetImage(reader, live, source, node, nanoTime);
    live.listen(image.notes::told);
    reader.listen(image);
    return image;
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    long since = beforeTheseChanges();
    for (var change : changes) {
      switch (change.what()) {
        case SUBCLOUD, SUBCLOUD_DELETED, REVOCATION -> {
          if (change.scope() instanceof Scope.Subcloud(long id)) {
            notes.written(new SubcloudId(id), since);
          } else {
            notes.everything(since);
          }
        }
        case DESIRED -> notes.moved(change.scope());
        case GROUP -> {} // rows have its id only
        case AUDIT_SOFTWARE,
            AUDIT_KUBERNETES,
            AUDIT_KUBE_ROOTCA,
            REFERENCE,
            DRIFT_POLICY,
            OPERATION -> {} // of the sites
      }
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    notes.everything(beforeTheseChanges());
  }

  private long beforeTheseChanges() {
    return nanoTime.getAsLong() - reader.sincePreviousRead().toNanos();
  }

  /**
   * All subclouds as they were after this call began, or, while the database does not answer, as
   * they were last known, with their age. Blocks.
   *
   * @throws RefusedException 503 if nothing is known yet and the database does not answer
   */
  public FleetView view() {
    boolean caughtUp = caughtUp();
    lock.lock();
    try {
      boolean current = caughtUp && readWritten();
      var known = view;
      if (known == null) {
        throw new RefusedException(
            new ApiError.Unavailable("The database does not answer and nothing is known yet."));
      }
      var now = retold(known);
      view = now;
      return current ? now : now.aged(age().toSeconds());
    } finally {
      lock.unlock();
    }
  }

  /** Since the copy was certainly the truth. */
  private Duration age() {
    var sinceRead = reader.sinceRead();
    var unread = notes.unreadSinceNanos();
    if (unread.isEmpty()) {
      return sinceRead;
    }
    var sinceWritten = Duration.ofNanos(nanoTime.getAsLong() - unread.getAsLong());
    return sinceWritten.compareTo(sinceRead) > 0 ? sinceWritten : sinceRead;
  }

  private boolean caughtUp() {
    try {
      reader.readIndex().join();
      return true;
    } catch (CompletionException e) {
      return false; // not in time: the database is away
    }
  }

  /** False if the database went away meanwhile: then what is known goes on to count. */
  private boolean readWritten() {
    var unread = notes.takeUnread();
    if (unread.isNothing()) {
      return true;
    }
    try {
      var before = view;
      view = next(before == null || unread.all() ? all() : before.with(of(unread), unread.ids()));
      return true;
    } catch (RuntimeException e) {
      notes.putBack(unread);
      if (!DatabaseFailures.isAway(e)) {
        throw e;
      }
      LOG.warn("subclouds: cannot read what changed: {}", e.getMessage());
      return false;
    }
  }

  private List<Row> all() {
    var hub = reader.image().snapshot();
    return source.all().stream().map(row -> maker.make(row, hub)).toList();
  }

  private List<Row> of(Notes.Unread unread) {
    var hub = reader.image().snapshot();
    return source.of(unread.ids()).stream().map(row -> maker.make(row, hub)).toList();
  }

  /** With what was told live, and what is wanted by now. */
  private FleetView retold(FleetView known) {
    var told = notes.takeTold();
    if (told.isNothing()) {
      return known;
    }
    var hub = reader.image().snapshot();
    return known
        .each(
            row -> told.ids().contains(row.id()) || isIn(told.scopes(), row),
            row -> maker.again(row, hub))
        .map(this::next)
        .orElse(known);
  }

  private static boolean isIn(Set<Scope> scopes, Row row) {
    return !scopes.isEmpty()
        && (scopes.contains(Scope.FLEET)
            || scopes.contains(new Scope.Group(row.facts().group()))
            || scopes.contains(new Scope.Subcloud(row.id().value())));
  }

  /**
   * @param rows nobody else's
   */
  private FleetView next(List<Row> rows) {
    number++;
    return FleetView.of(rows, instance + "-" + number, blocks, packer);
  }
}
