package io.murmuration.central.recovery.conflict;

import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conflicts as they are shown. Thread-safe. */
final class ConflictListRepository {
  private static final String LIST =
      """
      SELECT c.subcloud_id, s.name, g.name AS group_name, c.kind, c.held_epoch, c.held_lineage,
             c.held_revision, c.since, c.action, c.revision, c.resolution_id,
             coalesce(t.wanted_revision, 0) AS wanted,
             coalesce(a.availability = 'online' AND a.ended_at IS NULL, false) AS online
        FROM (SELECT k.*, dense_rank() OVER (ORDER BY k.subcloud_id) AS place
                FROM conflict k JOIN subcloud m ON m.id = k.subcloud_id
               WHERE (?::int IS NULL OR m.group_id = ?) AND (?::int IS NULL OR m.id = ?)
                 AND (?::text IS NULL OR k.kind = ?) AND k.subcloud_id > ?) c
        JOIN subcloud s ON s.id = c.subcloud_id
        JOIN subcloud_group g ON g.id = s.group_id
        LEFT JOIN agent_session a ON a.subcloud_id = c.subcloud_id
        LEFT JOIN subcloud_status t ON t.subcloud_id = c.subcloud_id AND t.endpoint_type = c.kind
       WHERE c.place <= ?
       ORDER BY c.subcloud_id, c.kind
      """;

  /**
   * One conflict.
   *
   * @param wanted what the hub wanted when the site was last compared
   * @param revision that overrides what is held; null as long as there is none
   */
  record Shown(
      long subcloud,
      String name,
      String group,
      String kind,
      long heldEpoch,
      String heldLineage,
      long held,
      OffsetDateTime since,
      @Nullable Action action,
      @Nullable Long revision,
      @Nullable UUID resolution,
      long wanted,
      boolean online) {}

  /**
   * What is to be shown.
   *
   * @param after only subclouds with a higher id
   */
  record Filter(
      @Nullable Integer group, @Nullable Integer subcloud, @Nullable Kind kind, long after) {}

  /**
   * By subcloud, all conflicts of each.
   *
   * @param most subclouds
   */
  List<Shown> list(Tx tx, Filter filter, int most) {
    var kind = filter.kind() == null ? null : filter.kind().wireName();
    return tx.sql()
        .fetch(
            LIST,
            filter.group(),
            filter.group(),
            filter.subcloud(),
            filter.subcloud(),
            kind,
            kind,
            filter.after(),
            most)
        .map(row ->
            new Shown(
                row.get("subcloud_id", Long.class),
                row.get("name", String.class),
                row.get("group_name", String.class),
                row.get("kind", String.class),
                row.get("held_epoch", Long.class),
                row.get("held_lineage", String.class),
                row.get("held_revision", Long.class),
                row.get("since", OffsetDateTime.class),
                Action.fromWireName(row.get("action", String.class)).orElse(null),
                row.get("revision", Long.class),
                row.get("resolution_id", UUID.class),
                row.get("wanted", Long.class),
                row.get("online", Boolean.class)));
  }
}
