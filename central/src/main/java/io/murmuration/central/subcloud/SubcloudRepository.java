package io.murmuration.central.subcloud;

import static io.murmuration.schema.jooq.Tables.AGENT_SESSION;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_STATUS;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.store.Refs;
import io.murmuration.central.subcloud.listing.ReadRow;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Reads subclouds; stateless. Each call is one or two statements, however many subclouds there are.
 */
public final class SubcloudRepository {
  private static final String ONLINE = "online";
  private static final String MANAGED = "managed";

  /** All subclouds as reads show them, by id. The two statements want one snapshot. */
  List<ReadRow> rows(Tx tx) {
    return rows(tx, DSL.noCondition());
  }

  /** Those of {@code ids} that are. */
  List<ReadRow> rows(Tx tx, Collection<SubcloudId> ids) {
    var numbers = ids.stream().map(id -> Math.toIntExact(id.value())).toArray(Integer[]::new);
    return rows(tx, SUBCLOUD.ID.eq(DSL.any(numbers)));
  }

  Optional<Subcloud> find(Tx tx, Lookup which) {
    return select(tx, is(which)).fetchOptional(SubcloudRepository::subcloud);
  }

  Optional<Subcloud> find(Tx tx, SubcloudId id) {
    return select(tx, is(id)).fetchOptional(SubcloudRepository::subcloud);
  }

  /** True if a subcloud other than {@code self} is called so, or has this region. */
  boolean isTaken(Tx tx, String nameOrRegion, SubcloudId self) {
    return tx.sql().fetchExists(SUBCLOUD, is(self).not(), isCalled(nameOrRegion));
  }

  /** True if any subcloud is called so, or has this region. */
  boolean isTaken(Tx tx, String nameOrRegion) {
    return StorableText.fits(nameOrRegion, ResourceRef.LONGEST_NAME)
        && tx.sql().fetchExists(SUBCLOUD, isCalled(nameOrRegion));
  }

  private static Condition isCalled(String nameOrRegion) {
    return SUBCLOUD.NAME.eq(nameOrRegion).or(SUBCLOUD.REGION_NAME.eq(nameOrRegion));
  }

  /** Also locks the session's row: whether the subcloud is online stays true until the commit. */
  Optional<Subcloud> lock(Tx tx, Lookup which) {
    return select(tx, is(which))
        .forUpdate()
        .of(SUBCLOUD, AGENT_SESSION)
        .fetchOptional(SubcloudRepository::subcloud);
  }

  private static Condition is(Lookup which) {
    return Refs.is(
        which.ref(), SUBCLOUD.ID, which.byRegion() ? SUBCLOUD.REGION_NAME : SUBCLOUD.NAME);
  }

  private static Condition is(SubcloudId id) {
    return SUBCLOUD.ID.eq(Math.toIntExact(id.value()));
  }

  private static SelectConditionStep<Record> select(Tx tx, Condition which) {
    return tx.sql()
        .select(SUBCLOUD.fields())
        .select(AGENT_SESSION.AVAILABILITY, AGENT_SESSION.HUB_EPOCH, AGENT_SESSION.EPOCH)
        .from(SUBCLOUD)
        .join(AGENT_SESSION)
        .on(AGENT_SESSION.SUBCLOUD_ID.eq(SUBCLOUD.ID))
        .where(which);
  }

  /** A subcloud without endpoints is not shown (contract). */
  private static List<ReadRow> rows(Tx tx, Condition which) {
    var endpoints = endpoints(tx, which);
    List<ReadRow> rows = new ArrayList<>();
    select(tx, which)
        .orderBy(SUBCLOUD.ID)
        .forEach(row -> {
          var statuses = endpoints.get(row.get(SUBCLOUD.ID));
          if (statuses != null) {
            rows.add(row(row, statuses));
          }
        });
    return rows;
  }

  private static ReadRow row(Record row, List<ReadRow.Status> statuses) {
    var subcloud = subcloud(row);
    return new ReadRow(
        subcloud.id(),
        SubcloudJson.read(subcloud),
        subcloud.groupId(),
        subcloud.online(),
        new ReadRow.Stamp(row.get(AGENT_SESSION.HUB_EPOCH), row.get(AGENT_SESSION.EPOCH), 0),
        statuses);
  }

  private static Map<Integer, List<ReadRow.Status>> endpoints(Tx tx, Condition which) {
    var s = SUBCLOUD_STATUS;
    Map<Integer, List<ReadRow.Status>> bySubcloud = new HashMap<>();
    tx.sql()
        .select(
            s.SUBCLOUD_ID,
            s.ENDPOINT_TYPE,
            s.SYNC_STATUS,
            s.WANTED_REVISION,
            s.HUB_EPOCH,
            s.SESSION_EPOCH,
            s.GENERATION)
        .from(s)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(s.SUBCLOUD_ID))
        .where(which)
        .orderBy(s.ENDPOINT_TYPE)
        .forEach(row ->
            bySubcloud
                .computeIfAbsent(row.value1(), _ -> new ArrayList<>())
                .add(
                    new ReadRow.Status(
                        row.value2(),
                        SyncStatus.fromWireName(row.value3()),
                        new Revision(row.value4()),
                        new ReadRow.Stamp(row.value5(), row.value6(), row.value7()))));
    return bySubcloud;
  }

  private static Subcloud subcloud(Record row) {
    var s = SUBCLOUD;
    return new Subcloud(
        new SubcloudId(row.get(s.ID)),
        row.get(s.NAME),
        row.get(s.DESCRIPTION),
        row.get(s.LOCATION),
        row.get(s.SOFTWARE_VERSION),
        is(row, s.MANAGEMENT_STATE, MANAGED),
        is(row, AGENT_SESSION.AVAILABILITY, ONLINE),
        row.get(s.DEPLOY_STATUS),
        row.get(s.BACKUP_STATUS),
        row.get(s.BACKUP_DATETIME),
        row.get(s.ERROR_DESCRIPTION),
        row.get(s.REGION_NAME),
        new Subcloud.ManagementNetwork(
            row.get(s.MANAGEMENT_SUBNET),
            row.get(s.MANAGEMENT_START_IP),
            row.get(s.MANAGEMENT_END_IP),
            row.get(s.MANAGEMENT_GATEWAY_IP),
            row.get(s.SYSTEMCONTROLLER_GATEWAY_IP),
            row.get(s.EXTERNAL_OAM_SUBNET_IP_FAMILY)),
        row.get(s.OPENSTACK_INSTALLED),
        row.get(s.PRESTAGE_STATUS),
        row.get(s.PRESTAGE_VERSIONS),
        row.get(s.DATA_INSTALL),
        row.get(s.DATA_UPGRADE),
        row.get(s.CREATED_AT),
        row.get(s.UPDATED_AT),
        row.get(s.GROUP_ID),
        row.get(s.PEER_GROUP_ID),
        row.get(s.REHOME_DATA));
  }

  private static boolean is(Record row, TableField<?, String> column, String value) {
    return value.equals(row.get(column));
  }
}
