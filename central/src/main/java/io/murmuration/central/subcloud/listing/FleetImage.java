package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.store.Change;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
  private final ChangeReader reader;
  private final RowSource source;
  private final RowMaker maker;
  private final String instance;
  private final Blocks blocks = new Blocks();
  private final Packer packer = new Packer();

  // Notes. They are taken before the rows are read, so that a note that comes meanwhile stays.
  private final Set<SubcloudId> written = ConcurrentHashMap.newKeySet();
  private final Set<SubcloudId> told = ConcurrentHashMap.newKeySet();
  private final Set<Scope> moved = ConcurrentHashMap.newKeySet();
  private volatile boolean anything = true;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FleetView view;
  private long number;

  private FleetImage(ChangeReader reader, LiveImage live, RowSource source, UUID node) {
    this.reader = reader;
    this.source = source;
    this.maker = new RowMaker(live);
    this.instance = Long.toHexString(node.getMostSignificantBits());
  }

  /**
   * @param node this node's incarnation: versions of another one are other versions
   */
  public static FleetImage following(
      ChangeReader reader, LiveImage live, RowSource source, UUID node) {
    var image = new FleetImage(reader, live, source, node);
    live.listen(image.told::add);
    reader.listen(image);
    return image;
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    for (var change : changes) {
      switch (change.what()) {
        case SUBCLOUD, SUBCLOUD_DELETED, REVOCATION -> {
          if (change.scope() instanceof Scope.Subcloud(long id)) {
            written.add(new SubcloudId(id));
          } else {
            anything = true;
          }
        }
        case DESIRED -> moved.add(change.scope());
        case GROUP -> {} // rows have its id only
        case AUDIT_SOFTWARE, AUDIT_KUBERNETES, AUDIT_KUBE_ROOTCA, REFERENCE -> {} // of the sites
      }
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    anything = true;
  }

  /**
   * All subclouds as they were after this call began, or, while the database does not answer, as
   * they were last known, with their age. Blocks.
   *
   * @throws RefusedException 503 if nothing is known yet and the database does not answer
   */
  public FleetView view() {
    boolean current = caughtUp();
    lock.lock();
    try {
      if (current) {
        readWritten();
      }
      var known = view;
      if (known == null) {
        throw new RefusedException(
            new ApiError.Unavailable("The database does not answer and nothing is known yet."));
      }
      var now = retold(known);
      view = now;
      return current ? now : now.aged(reader.sinceRead().toSeconds());
    } finally {
      lock.unlock();
    }
  }

  private boolean caughtUp() {
    try {
      reader.readIndex().join();
      return true;
    } catch (CompletionException e) {
      return false; // not in time: the database is away
    }
  }

  private void readWritten() {
    var before = view;
    if (anything || before == null) {
      anything = false;
      written.clear(); // what follows reads them too
      try {
        var hub = reader.image().snapshot();
        view = next(source.all().stream().map(row -> maker.make(row, hub)).toList());
      } catch (RuntimeException e) {
        anything = true;
        throw e;
      }
    } else if (!written.isEmpty()) {
      var ids = taken(written);
      try {
        view = next(before.with(read(ids), ids));
      } catch (RuntimeException e) {
        written.addAll(ids);
        throw e;
      }
    }
  }

  private List<Row> read(Set<SubcloudId> ids) {
    var hub = reader.image().snapshot();
    return source.of(ids).stream().map(row -> maker.make(row, hub)).toList();
  }

  /** With what was told live, and what is wanted by now. */
  private FleetView retold(FleetView known) {
    if (told.isEmpty() && moved.isEmpty()) {
      return known;
    }
    var scopes = taken(moved);
    var ids = taken(told);
    HubSnapshot hub = reader.image().snapshot();
    return known
        .each(row -> ids.contains(row.id()) || isIn(scopes, row), row -> maker.again(row, hub))
        .map(this::next)
        .orElse(known);
  }

  private static boolean isIn(Set<Scope> scopes, Row row) {
    return !scopes.isEmpty()
        && (scopes.contains(Scope.FLEET)
            || scopes.contains(new Scope.Group(row.facts().group()))
            || scopes.contains(new Scope.Subcloud(row.id().value())));
  }

  private static <T> Set<T> taken(Set<T> notes) {
    var taken = Set.copyOf(notes);
    notes.removeAll(taken);
    return taken;
  }

  /**
   * @param rows nobody else's
   */
  private FleetView next(List<Row> rows) {
    number++;
    return FleetView.of(rows, instance + "-" + number, blocks, packer);
  }
}
