package io.murmuration.central.release.delivery;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Record;

/** Rows of {@code release_delivery} with their operations. Stateless. */
final class DeliveryRepository {
  private static final String LATEST =
      """
      SELECT DISTINCT ON (d.subcloud_id)
             d.subcloud_id, s.name, o.id, o.state, o.percent, o.details,
             coalesce(a.availability, 'offline') = 'online' AS online,
             greatest(0, extract(epoch FROM clock_timestamp()
               - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms
        FROM release_delivery d
        JOIN operation o ON o.id = d.operation_id
        JOIN subcloud s ON s.id = d.subcloud_id
        LEFT JOIN agent_session a ON a.subcloud_id = d.subcloud_id
       WHERE d.release_id = ?
       ORDER BY d.subcloud_id, o.serial DESC
      """;

  /**
   * Without those of unknown outcome, which nobody may ever find out: loading what is loaded
   * already changes nothing, so another one may follow. What such a one fetches it may have ({@link
   * #GRANTED}), because its site may still be at work.
   */
  private static final String OPEN =
      """
      SELECT d.subcloud_id, d.operation_id
        FROM release_delivery d
        JOIN operation o ON o.id = d.operation_id AND NOT o.closed AND o.state <> 'unknown'
       WHERE d.release_id = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO release_delivery (operation_id, release_id, subcloud_id)
      SELECT u.operation_id, ?, u.subcloud_id FROM unnest(?, ?) AS u(operation_id, subcloud_id)
      """;

  /**
   * What the claim of a stream looks at too; without locks, because it is asked again and again.
   */
  private static final String GRANTED =
      """
      SELECT f.size
        FROM agent_certificate c
        JOIN enrolment e ON e.id = c.enrolment_id AND e.subcloud_id = c.subcloud_id
                        AND e.state = 'active'
        JOIN release_delivery d ON d.subcloud_id = c.subcloud_id
        JOIN operation o ON o.id = d.operation_id AND NOT o.closed
        JOIN release_file f ON f.release_id = d.release_id AND f.sha256 = ?
       WHERE c.serial = ? AND c.subcloud_id = ? AND c.enrolment_id = ?
         AND c.revoked_at IS NULL AND c.not_after > clock_timestamp()
       LIMIT 1
      """;

  /** A delivery under way. */
  record Open(SubcloudId subcloud, OperationId operation) {}

  /** The newest of each subcloud, by subcloud. One statement. */
  List<Delivery> latest(Tx tx, String releaseId) {
    return tx.sql().resultQuery(LATEST, releaseId).fetch(DeliveryRepository::delivery);
  }

  private static Delivery delivery(Record row) {
    return new Delivery(
        row.get("subcloud_id", Long.class),
        row.get("name", String.class),
        id(row.get("id", UUID.class)),
        row.get("state", String.class),
        row.get("percent", Integer.class),
        row.get("details", String.class),
        row.get("online", Boolean.class),
        row.get("age_ms", Long.class));
  }

  List<Open> open(Tx tx, String releaseId) {
    return tx.sql()
        .resultQuery(OPEN, releaseId)
        .fetch(row ->
            new Open(
                new SubcloudId(row.get("subcloud_id", Long.class)),
                id(row.get("operation_id", UUID.class))));
  }

  Set<SubcloudId> openAt(Tx tx, String releaseId) {
    return open(tx, releaseId).stream().map(Open::subcloud).collect(Collectors.toSet());
  }

  /** One statement. */
  void insert(Tx tx, String releaseId, Collection<Open> deliveries) {
    tx.sql()
        .execute(
            INSERT,
            releaseId,
            deliveries.stream().map(d -> uuid(d.operation())).toArray(UUID[]::new),
            deliveries.stream()
                .map(d -> Math.toIntExact(d.subcloud().value()))
                .toArray(Integer[]::new));
  }

  /** Refuses with 409 if the release is on its way to a site. */
  void requireNone(Tx tx, String releaseId) {
    int open = open(tx, releaseId).size();
    if (open > 0) {
      throw new RefusedException(
          new ApiError.Conflict(
              "Release %s is on its way to %d subclouds; wait, or cancel its deliveries first"
                  .formatted(releaseId, open)));
    }
  }

  Optional<Content> granted(Tx tx, AgentIdentity caller, Sha256 artefact) {
    return tx.sql()
        .resultQuery(
            GRANTED, artefact.hex(), caller.serial(), caller.subcloud().value(), caller.enrolment())
        .fetchOptional(row -> new Content(artefact, row.get("size", Long.class)));
  }

  private static OperationId id(UUID uuid) {
    return new OperationId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  static UUID uuid(OperationId id) {
    return new UUID(id.high(), id.low());
  }
}
