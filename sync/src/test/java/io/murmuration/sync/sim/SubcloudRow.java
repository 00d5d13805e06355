package io.murmuration.sync.sim;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.util.EnumMap;
import java.util.Map;

/** Rows of one subcloud: itself, its session, its statuses. Changed at commit only. */
final class SubcloudRow {
  static final KindStatus UNKNOWN =
      new KindStatus(SyncStatus.UNKNOWN, Revision.NONE, Revision.NONE, "");

  final long id;
  Change.View view;
  String journal = "";
  long dial;
  int hubLife;
  boolean online;

  /** Stamped into every status row by a claim. */
  long epoch;

  final Map<Kind, KindStatus> statuses = new EnumMap<>(Kind.class);

  SubcloudRow(long id, Change.View view) {
    this.id = id;
    this.view = view;
    resetStatuses();
  }

  void resetStatuses() {
    Setup.KINDS.forEach(kind -> statuses.put(kind, UNKNOWN));
  }
}
