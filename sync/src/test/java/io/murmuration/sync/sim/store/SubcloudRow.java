package io.murmuration.sync.sim.store;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.util.EnumMap;
import java.util.Map;

/** Rows of one subcloud: itself, its session, its statuses. Changed at commit only. */
public final class SubcloudRow {
  private static final KindStatus UNKNOWN =
      new KindStatus(SyncStatus.UNKNOWN, Revision.NONE, Revision.NONE, "");

  public final long id;
  public Change.View view;
  public String journal = "";
  public long dial;
  public int hubLife;
  public boolean online;

  /** Stamped into every status row by a claim. */
  public long epoch;

  public final Map<Kind, KindStatus> statuses = new EnumMap<>(Kind.class);

  public SubcloudRow(long id, Change.View view) {
    this.id = id;
    this.view = view;
  }

  public KindStatus status(Kind kind) {
    return statuses.getOrDefault(kind, UNKNOWN);
  }

  public void resetStatuses() {
    statuses.clear();
  }
}
