package io.murmuration.central.subcloud.status;

import static io.murmuration.schema.jooq.Tables.AGENT_SESSION;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.central.alarm.AlarmRepository;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.store.Refs;
import io.murmuration.central.subcloud.status.SubcloudFacts.Agent;
import io.murmuration.central.subcloud.status.SubcloudFacts.Endpoint;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads what is known of one subcloud's statuses: three statements that want one snapshot. */
final class SubcloudFactsRepository {
  private final AlarmRepository alarms = new AlarmRepository();

  private static final Field<Instant> NOW =
      DSL.field("clock_timestamp()", Instant.class).as("read_at");

  /** The newest head of the three scopes is what is wanted of a kind. */
  private static final String ENDPOINTS =
      """
      SELECT t.endpoint_type, t.sync_status, t.since, t.reason, t.wanted_revision,
             t.held_revision, t.confirmed_at, coalesce(w.revision, 0) AS newest,
             c.at AS newest_at
      FROM subcloud_status t
      JOIN subcloud s ON s.id = t.subcloud_id
      LEFT JOIN LATERAL (
        SELECT max(h.revision) AS revision FROM desired_head h
        WHERE h.kind = t.endpoint_type
          AND (h.scope_type, h.scope_id)
              IN (('fleet', 0), ('group', s.group_id), ('subcloud', s.id))) w ON true
      LEFT JOIN change c ON c.seq = w.revision
      WHERE t.subcloud_id = ?
      ORDER BY t.endpoint_type
      """;

  Optional<SubcloudFacts> find(Tx tx, ResourceRef ref) {
    return tx.sql()
        .select(SUBCLOUD, AGENT_SESSION, NOW)
        .from(SUBCLOUD)
        .join(AGENT_SESSION)
        .on(AGENT_SESSION.SUBCLOUD_ID.eq(SUBCLOUD.ID))
        .where(Refs.is(ref, SUBCLOUD.ID, SUBCLOUD.NAME))
        .fetchOptional(row -> {
          var subcloud = row.value1();
          var session = row.value2();
          return new SubcloudFacts(
              new SubcloudId(subcloud.getId()),
              subcloud.getName(),
              subcloud.getManagementState().equals("managed"),
              subcloud.getHold(),
              subcloud.getDeployStatus(),
              subcloud.getErrorDescription(),
              new Agent(
                  session.getAvailability(),
                  session.getAvailabilitySince(),
                  session.getAvailabilityReason(),
                  session.getAgentVersion(),
                  session.getConnectedAt(),
                  session.getEndedAt()),
              row.value3(),
              endpoints(tx, subcloud.getId()),
              alarms.active(tx, new SubcloudId(subcloud.getId())));
        });
  }

  private static List<Endpoint> endpoints(Tx tx, int id) {
    return tx.sql().fetch(ENDPOINTS, id).map(SubcloudFactsRepository::endpoint);
  }

  private static Endpoint endpoint(Record row) {
    return new Endpoint(
        row.get("endpoint_type", String.class),
        SyncStatus.fromWireName(row.get("sync_status", String.class)),
        row.get("since", Instant.class),
        row.get("reason", String.class),
        new Revision(row.get("wanted_revision", Long.class)),
        new Revision(row.get("held_revision", Long.class)),
        row.get("confirmed_at", Instant.class),
        new Revision(row.get("newest", Long.class)),
        row.get("newest_at", Instant.class));
  }
}
