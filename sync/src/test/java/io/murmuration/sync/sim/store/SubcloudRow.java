package io.murmuration.sync.sim.store;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one subcloud: itself, its session, its statuses. Changed at commit only. */
public final class SubcloudRow {
  private static final KindStatus UNKNOWN =
      new KindStatus(SyncStatus.UNKNOWN, Revision.NONE, Revision.NONE, "");

  public final long id;
  public Change.View view;
  public String journal = "";
  public long dial;

  /** The incarnation of the node that holds the session; 0: none does. */
  public int holder;

  public boolean online;

  /** Of the session; stamped into every status row by a claim. */
  public @Nullable SessionEpoch epoch;

  public final Map<Kind, KindStatus> statuses = new EnumMap<>(Kind.class);

  public SubcloudRow(long id, Change.View view) {
    this.id = id;
    this.view = view;
  }

  SubcloudRow copy() {
    var copy = new SubcloudRow(id, view);
    copy.journal = journal;
    copy.dial = dial;
    copy.holder = holder;
    copy.online = online;
    copy.epoch = epoch;
    copy.statuses.putAll(statuses);
    return copy;
  }

  public KindStatus status(Kind kind) {
    return statuses.getOrDefault(kind, UNKNOWN);
  }

  public void resetStatuses() {
    statuses.clear();
  }

  /** What follows the session's epoch under the hub's. */
  public SessionEpoch nextEpoch(long hubEpoch) {
    return new SessionEpoch(hubEpoch, epoch == null ? 1 : epoch.number() + 1);
  }

  public boolean isHeldBy(SessionEpoch session) {
    return session.equals(epoch);
  }
}
