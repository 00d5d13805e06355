package io.murmuration.sync.sim.live;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node's image. Of two statements about a subcloud the one of the higher session epoch wins,
 * then the one of the higher generation, then the later one.
 */
public class Image {
  /** Nobody has told when the site was last looked at. */
  public static final long NEVER = Long.MIN_VALUE;

  private final Map<Long, Row> rows = new HashMap<>();

  private static final class Row {
    @Nullable SessionEpoch epoch;
    boolean told;
    boolean online;
    long siteAsOf;
    final Map<Kind, KindRow> kinds = new EnumMap<>(Kind.class);
  }

  /**
   * @param asOf when, on this node's clock, it was true at the earliest
   * @param seenNanos when the site was last looked at, on this node's clock, or {@link #NEVER}
   */
  private record KindRow(
      SessionEpoch epoch, long generation, KindStatus status, long asOf, long seenNanos) {
    KindRow seen(long nanos) {
      return new KindRow(epoch, generation, status, asOf, nanos);
    }
  }

  /** Whether a statement of {@code told} may replace what was said under {@code known}. */
  protected boolean isOvertaken(SessionEpoch told, SessionEpoch known) {
    return told.compareTo(known) < 0;
  }

  public final void take(Entry entry, long asOf, long now) {
    var row = rows.computeIfAbsent(entry.id(), _ -> new Row());
    var known = row.epoch;
    if (known != null && isOvertaken(entry.epoch(), known)) {
      return;
    }
    boolean newSession = known == null || !entry.epoch().equals(known);
    row.epoch = entry.epoch();
    switch (entry) {
      case Entry.OfSite of -> {
        if (!row.told || newSession || row.siteAsOf <= asOf) {
          row.told = true;
          row.siteAsOf = asOf;
          row.online = of.online();
          if (!of.online()) {
            row.kinds.replaceAll((_, kind) -> kind.asOf() > asOf ? kind : offline(kind, asOf));
          }
        }
      }
      case Entry.OfKind of -> take(row, of, newSession, asOf, now);
    }
  }

  private static KindRow offline(KindRow kind, long asOf) {
    var was = kind.status();
    return new KindRow(
        kind.epoch(),
        kind.generation(),
        new KindStatus(SyncStatus.UNKNOWN, was.wanted(), was.held(), "offline"),
        asOf,
        kind.seenNanos());
  }

  private static void take(Row row, Entry.OfKind of, boolean newSession, long asOf, long now) {
    var known = row.kinds.get(of.kind());
    if (known != null && !newSession) {
      boolean older = of.generation() < known.generation();
      if (older || (of.generation() == known.generation() && known.asOf() > asOf)) {
        return;
      }
    }
    long seen = of.ageNanos() < 0 ? NEVER : now - of.ageNanos();
    var next = new KindRow(of.epoch(), of.generation(), of.status(), asOf, seen);
    if (known != null && !newSession && known.seenNanos() > seen) {
      next = next.seen(known.seenNanos());
    }
    row.kinds.put(of.kind(), next);
  }

  public final void observed(long id, Kind kind, long seenNanos) {
    var row = rows.get(id);
    var known = row == null ? null : row.kinds.get(kind);
    if (row != null && known != null && known.seenNanos() < seenNanos) {
      row.kinds.put(kind, known.seen(seenNanos));
    }
  }

  /** All that the database held; what it does not hold any more goes, unless told of since. */
  public final void load(List<Entry> read, long began, long now) {
    var present = new HashSet<Long>();
    for (var entry : read) {
      present.add(entry.id());
      take(entry, began, now);
    }
    rows.entrySet()
        .removeIf(row -> !present.contains(row.getKey()) && isUntouched(row.getValue(), began));
  }

  private static boolean isUntouched(Row row, long since) {
    return row.siteAsOf <= since && row.kinds.values().stream().allMatch(k -> k.asOf() <= since);
  }

  public final void forget(long id) {
    rows.remove(id);
  }

  public final Collection<Long> ids() {
    return new ArrayList<>(rows.keySet());
  }

  public final @Nullable SessionEpoch epoch(long id) {
    var row = rows.get(id);
    return row == null ? null : row.epoch;
  }

  public final boolean isOnline(long id) {
    var row = rows.get(id);
    return row != null && row.online;
  }

  /** Null before anything was told of it. */
  public final @Nullable KindStatus status(long id, Kind kind) {
    var row = rows.get(id);
    var known = row == null ? null : row.kinds.get(kind);
    return known == null ? null : known.status();
  }

  /** When the site was last looked at, on this node's clock, or {@link #NEVER}. */
  public final long seenNanos(long id, Kind kind) {
    var row = rows.get(id);
    var known = row == null ? null : row.kinds.get(kind);
    return known == null ? NEVER : known.seenNanos();
  }
}
