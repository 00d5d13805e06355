package io.murmuration.central.subcloud;

import static io.murmuration.schema.jooq.Tables.AGENT_SESSION;
import static io.murmuration.schema.jooq.Tables.DESIRED_HEAD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_STATUS;

import io.murmuration.central.store.Refs;
import io.murmuration.central.subcloud.SubcloudView.EndpointStatus;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
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

  /** All subclouds with their statuses, by id. The two statements want one snapshot. */
  public List<SubcloudView> list(Tx tx) {
    return views(tx, DSL.noCondition());
  }

  Optional<SubcloudView> view(Tx tx, Lookup which) {
    return views(tx, is(which)).stream().findFirst();
  }

  List<Subcloud> inGroup(Tx tx, int group) {
    return select(tx, SUBCLOUD.GROUP_ID.eq(group))
        .orderBy(SUBCLOUD.ID)
        .fetch(SubcloudRepository::subcloud);
  }

  Optional<Subcloud> find(Tx tx, Lookup which) {
    return select(tx, is(which)).fetchOptional(SubcloudRepository::subcloud);
  }

  Optional<Subcloud> find(Tx tx, SubcloudId id) {
    return select(tx, is(id)).fetchOptional(SubcloudRepository::subcloud);
  }

  /** True if a subcloud other than {@code self} is called so, or has this region. */
  boolean isTaken(Tx tx, String nameOrRegion, SubcloudId self) {
    return tx.sql()
        .fetchExists(
            SUBCLOUD,
            is(self).not(),
            SUBCLOUD.NAME.eq(nameOrRegion).or(SUBCLOUD.REGION_NAME.eq(nameOrRegion)));
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
        .select(AGENT_SESSION.AVAILABILITY)
        .from(SUBCLOUD)
        .join(AGENT_SESSION)
        .on(AGENT_SESSION.SUBCLOUD_ID.eq(SUBCLOUD.ID))
        .where(which);
  }

  private List<SubcloudView> views(Tx tx, Condition which) {
    var endpoints = endpoints(tx, which);
    List<SubcloudView> views = new ArrayList<>();
    select(tx, which)
        .orderBy(SUBCLOUD.ID)
        .forEach(row -> {
          var statuses = endpoints.get(row.get(SUBCLOUD.ID));
          if (statuses != null) {
            views.add(new SubcloudView(subcloud(row), statuses));
          }
        });
    return views;
  }

  /**
   * A status that says in-sync was written for the revision beside it. If more is wanted by now, by
   * the fleet, the group or the subcloud itself, it is not true any more, even if no node has said
   * so yet.
   */
  private static Map<Integer, List<EndpointStatus>> endpoints(Tx tx, Condition which) {
    var fleet = DESIRED_HEAD.as("fleet_head");
    var group = DESIRED_HEAD.as("group_head");
    var own = DESIRED_HEAD.as("own_head");
    Field<Long> wanted =
        DSL.greatest(
            DSL.coalesce(fleet.REVISION, 0L),
            DSL.coalesce(group.REVISION, 0L),
            DSL.coalesce(own.REVISION, 0L));
    var kind = SUBCLOUD_STATUS.ENDPOINT_TYPE;
    Map<Integer, List<EndpointStatus>> bySubcloud = new HashMap<>();
    tx.sql()
        .select(
            SUBCLOUD.ID,
            kind,
            SUBCLOUD_STATUS.SYNC_STATUS,
            SUBCLOUD_STATUS.WANTED_REVISION.lt(wanted))
        .from(SUBCLOUD_STATUS)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(SUBCLOUD_STATUS.SUBCLOUD_ID))
        .leftJoin(fleet)
        .on(
            fleet.SCOPE_TYPE.eq(Scope.FLEET.type()),
            fleet.SCOPE_ID.eq(Scope.FLEET.scopeId()),
            fleet.KIND.eq(kind))
        .leftJoin(group)
        .on(
            group.SCOPE_TYPE.eq(new Scope.Group(0).type()),
            group.SCOPE_ID.eq(SUBCLOUD.GROUP_ID.cast(Long.class)),
            group.KIND.eq(kind))
        .leftJoin(own)
        .on(
            own.SCOPE_TYPE.eq(new Scope.Subcloud(0).type()),
            own.SCOPE_ID.eq(SUBCLOUD.ID.cast(Long.class)),
            own.KIND.eq(kind))
        .where(which)
        .forEach(row -> {
          var said = SyncStatus.fromWireName(row.value3());
          boolean overtaken = said == SyncStatus.IN_SYNC && row.value4();
          bySubcloud
              .computeIfAbsent(row.value1(), _ -> new ArrayList<>())
              .add(new EndpointStatus(row.value2(), overtaken ? SyncStatus.OUT_OF_SYNC : said));
        });
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
