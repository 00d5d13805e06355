package io.murmuration.central.operation;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads {@code operation} for people. Stateless. */
final class OperationViewRepository {
  private static final String SELECT =
      """
      SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
             o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
             (extract(epoch FROM clock_timestamp()
                - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
             o.asked_by, o.request_id, s.hold, h.hold AS hub_hold,
             coalesce(a.availability = 'online', false) AS connected
        FROM operation o
        JOIN subcloud s ON s.id = o.subcloud_id
        CROSS JOIN hub h
        LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
      """;

  private static final String PAGE =
      SELECT
          + """
           WHERE (?::integer IS NULL OR o.subcloud_id = ?::integer)
             AND (?::text IS NULL OR o.state = ?::text)
             AND (?::text IS NULL OR o.type = ?::text)
             AND (?::bigint IS NULL OR o.serial < ?::bigint)
           ORDER BY o.serial DESC LIMIT ?
          """;

  private static final String ONE = SELECT + " WHERE o.id = ?::uuid";

  /** Newest first. One statement. */
  List<OperationView> page(Tx tx, OperationQuery query, @Nullable SubcloudId subcloud) {
    var id = subcloud == null ? null : Math.toIntExact(subcloud.value());
    return tx.sql()
        .resultQuery(
            PAGE,
            id,
            id,
            query.state(),
            query.state(),
            query.type(),
            query.type(),
            query.marker(),
            query.marker(),
            query.limit())
        .fetch(OperationViewRepository::view);
  }

  Optional<OperationView> find(Tx tx, UUID id) {
    return tx.sql().resultQuery(ONE, id).fetchOptional(OperationViewRepository::view);
  }

  private static OperationView view(Record row) {
    var result = row.get("result", byte[].class);
    return new OperationView(
        row.get("id", UUID.class),
        row.get("serial", Long.class),
        new SubcloudId(row.get("subcloud_id", Long.class)),
        row.get("name", String.class),
        row.get("type", String.class),
        row.get("class", String.class),
        row.get("state", String.class),
        row.get("percent", Integer.class),
        row.get("details", String.class),
        row.get("cancel_asked", Boolean.class),
        result == null ? null : new String(result, StandardCharsets.UTF_8),
        at(row, "deadline").orElseThrow(),
        at(row, "created_at").orElseThrow(),
        at(row, "offered_at").orElse(null),
        at(row, "settled_at").orElse(null),
        Duration.ofMillis(row.get("age_ms", Long.class)),
        row.get("asked_by", String.class),
        row.get("request_id", String.class),
        row.get("connected", Boolean.class),
        row.get("hold", String.class),
        row.get("hub_hold", String.class));
  }

  private static Optional<Instant> at(Record row, String column) {
    return Optional.ofNullable(row.get(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
