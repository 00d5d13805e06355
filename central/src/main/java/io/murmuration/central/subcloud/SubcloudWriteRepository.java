package io.murmuration.central.subcloud;

import static io.murmuration.schema.jooq.Tables.AGENT_SESSION;
import static io.murmuration.schema.jooq.Tables.ALARM_SUMMARY;
import static io.murmuration.schema.jooq.Tables.DESIRED_HEAD;
import static io.murmuration.schema.jooq.Tables.DESIRED_ITEM;
import static io.murmuration.schema.jooq.Tables.SCOPE_HISTORY;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_STATUS;

import io.murmuration.central.alarm.AlarmRecordRepository;
import io.murmuration.central.alarm.AlarmRecordRepository.EndpointAlarm;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Writes subclouds and the rows that come and go with them; stateless. */
final class SubcloudWriteRepository {
  private final AlarmRecordRepository alarms = new AlarmRecordRepository();
  private static final Field<LocalDateTime> UTC_NOW =
      DSL.field("clock_timestamp() AT TIME ZONE 'UTC'", LocalDateTime.class);
  private static final Field<Instant> NOW = DSL.field("clock_timestamp()", Instant.class);

  /** Inserts the subcloud, unmanaged and offline, with the rows that are there for each. */
  SubcloudId insert(Tx tx, NewSubcloud subcloud) {
    var plan = subcloud.plan();
    int id =
        tx.sql()
            .insertInto(SUBCLOUD)
            .set(SUBCLOUD.NAME, plan.name())
            .set(SUBCLOUD.DESCRIPTION, plan.description())
            .set(SUBCLOUD.LOCATION, plan.location())
            .set(SUBCLOUD.SOFTWARE_VERSION, subcloud.softwareVersion())
            .set(SUBCLOUD.DEPLOY_STATUS, subcloud.deployStatus())
            .set(SUBCLOUD.REGION_NAME, subcloud.regionName())
            .set(SUBCLOUD.MANAGEMENT_SUBNET, plan.subnet().toString())
            .set(SUBCLOUD.MANAGEMENT_GATEWAY_IP, plan.gateway().toString())
            .set(SUBCLOUD.MANAGEMENT_START_IP, plan.range().start().toString())
            .set(SUBCLOUD.MANAGEMENT_END_IP, plan.range().end().toString())
            .set(SUBCLOUD.SYSTEMCONTROLLER_GATEWAY_IP, plan.systemControllerGateway().toString())
            .set(SUBCLOUD.EXTERNAL_OAM_SUBNET_IP_FAMILY, plan.oamFamily().number())
            .set(SUBCLOUD.GROUP_ID, subcloud.groupId())
            .set(SUBCLOUD.DATA_INSTALL, subcloud.dataInstall())
            .set(SUBCLOUD.REHOME_DATA, subcloud.rehomeData())
            .returningResult(SUBCLOUD.ID)
            .fetchSingle()
            .value1();
    var statuses =
        tx.sql()
            .insertInto(
                SUBCLOUD_STATUS, SUBCLOUD_STATUS.SUBCLOUD_ID, SUBCLOUD_STATUS.ENDPOINT_TYPE);
    for (var kind : Kind.values()) {
      statuses = statuses.values(id, kind.wireName());
    }
    statuses.execute();
    tx.sql().insertInto(AGENT_SESSION).set(AGENT_SESSION.SUBCLOUD_ID, id).execute();
    tx.sql().insertInto(ALARM_SUMMARY).set(ALARM_SUMMARY.SUBCLOUD_ID, id).execute();
    return new SubcloudId(id);
  }

  /**
   * Writes the change under a new generation, which also goes into the status rows: a status that a
   * session computed from what the subcloud was before then cannot be written any more.
   */
  void update(Tx tx, SubcloudId id, SubcloudChange change) {
    tx.sql()
        .update(SUBCLOUD)
        .set(columns(change))
        .set(SUBCLOUD.UPDATED_AT, UTC_NOW)
        .where(isId(id))
        .execute();
    newGeneration(tx, id);
    var ofSubcloud = SUBCLOUD_STATUS.SUBCLOUD_ID.eq(rowId(id));
    if (Boolean.FALSE.equals(change.managed())) {
      disableAlarms(tx, id);
    }
    switch (change.reset()) {
      case NONE -> {}
      case ALL -> reset(tx, ofSubcloud);
      case ALL_BUT_DC_CERT ->
          reset(tx, ofSubcloud.and(SUBCLOUD_STATUS.ENDPOINT_TYPE.ne(Kind.DC_CERT.wireName())));
    }
    alarms.settle(tx, id);
  }

  private static void newGeneration(Tx tx, SubcloudId id) {
    long generation =
        tx.sql()
            .update(SUBCLOUD)
            .set(SUBCLOUD.GENERATION, SUBCLOUD.GENERATION.plus(1))
            .where(isId(id))
            .returningResult(SUBCLOUD.GENERATION)
            .fetchSingle()
            .value1();
    tx.sql()
        .update(SUBCLOUD_STATUS)
        .set(SUBCLOUD_STATUS.GENERATION, generation)
        .where(SUBCLOUD_STATUS.SUBCLOUD_ID.eq(rowId(id)))
        .execute();
    tx.sql()
        .update(ALARM_SUMMARY)
        .set(ALARM_SUMMARY.GENERATION, generation)
        .where(ALARM_SUMMARY.SUBCLOUD_ID.eq(rowId(id)))
        .execute();
  }

  /** Nobody counts the alarms of an unmanaged subcloud. */
  private static void disableAlarms(Tx tx, SubcloudId id) {
    tx.sql()
        .update(ALARM_SUMMARY)
        .set(ALARM_SUMMARY.CRITICAL_ALARMS, DSL.defaultValue(ALARM_SUMMARY.CRITICAL_ALARMS))
        .set(ALARM_SUMMARY.MAJOR_ALARMS, DSL.defaultValue(ALARM_SUMMARY.MAJOR_ALARMS))
        .set(ALARM_SUMMARY.MINOR_ALARMS, DSL.defaultValue(ALARM_SUMMARY.MINOR_ALARMS))
        .set(ALARM_SUMMARY.WARNINGS, DSL.defaultValue(ALARM_SUMMARY.WARNINGS))
        .set(ALARM_SUMMARY.CLOUD_STATUS, DSL.defaultValue(ALARM_SUMMARY.CLOUD_STATUS))
        .set(ALARM_SUMMARY.CONFIGURATION, DSL.defaultValue(ALARM_SUMMARY.CONFIGURATION))
        .set(ALARM_SUMMARY.REASON, DSL.defaultValue(ALARM_SUMMARY.REASON))
        .where(ALARM_SUMMARY.SUBCLOUD_ID.eq(rowId(id)))
        .execute();
  }

  /** What is known of the certificates; empty if the subcloud is not there. */
  Optional<SyncStatus> certificateStatus(Tx tx, SubcloudId id) {
    return tx.sql()
        .select(SUBCLOUD_STATUS.SYNC_STATUS)
        .from(SUBCLOUD_STATUS)
        .where(isCertificateOf(id))
        .fetchOptional()
        .map(row -> SyncStatus.fromWireName(row.value1()));
  }

  /**
   * Writes what a certificate monitor says about the certificates, under a new generation, so that
   * no session's older word wins.
   */
  void certificateStatus(Tx tx, SubcloudId id, SyncStatus status) {
    newGeneration(tx, id);
    tx.sql()
        .update(SUBCLOUD_STATUS)
        .set(SUBCLOUD_STATUS.SINCE, NOW)
        .set(SUBCLOUD_STATUS.SYNC_STATUS, status.wireName())
        .set(SUBCLOUD_STATUS.REASON, "said by the certificate monitor")
        .where(isCertificateOf(id))
        .execute();
    boolean wrong = status == SyncStatus.OUT_OF_SYNC;
    alarms.endpoints(tx, List.of(new EndpointAlarm(id, Kind.DC_CERT, wrong)));
  }

  private static Condition isCertificateOf(SubcloudId id) {
    return SUBCLOUD_STATUS
        .SUBCLOUD_ID
        .eq(rowId(id))
        .and(SUBCLOUD_STATUS.ENDPOINT_TYPE.eq(Kind.DC_CERT.wireName()));
  }

  private static void reset(Tx tx, Condition which) {
    var unknown = SyncStatus.UNKNOWN.wireName();
    tx.sql()
        .update(SUBCLOUD_STATUS)
        .set(
            SUBCLOUD_STATUS.SINCE,
            DSL.when(SUBCLOUD_STATUS.SYNC_STATUS.ne(unknown), NOW).otherwise(SUBCLOUD_STATUS.SINCE))
        .set(SUBCLOUD_STATUS.SYNC_STATUS, unknown)
        .set(SUBCLOUD_STATUS.REASON, "the subcloud is unmanaged")
        .where(which)
        .execute();
  }

  /**
   * Remembers that the subcloud left a group at {@code seq}. Its items count as once given to the
   * subcloud, and no difference may be computed across the move: both, for every kind of which
   * either group has items.
   */
  void moved(Tx tx, SubcloudId id, int from, int to, Revision seq) {
    tx.sql()
        .insertInto(SCOPE_HISTORY)
        .set(SCOPE_HISTORY.SUBCLOUD_ID, rowId(id))
        .set(SCOPE_HISTORY.GROUP_ID, from)
        .set(SCOPE_HISTORY.UNTIL_SEQ, seq.number())
        .onConflict(SCOPE_HISTORY.SUBCLOUD_ID, SCOPE_HISTORY.GROUP_ID)
        .doUpdate()
        .set(SCOPE_HISTORY.UNTIL_SEQ, seq.number())
        .execute();
    var own = new Scope.Subcloud(id.value());
    var revision = DSL.val(seq.number());
    tx.sql()
        .insertInto(
            DESIRED_HEAD,
            DESIRED_HEAD.SCOPE_TYPE,
            DESIRED_HEAD.SCOPE_ID,
            DESIRED_HEAD.KIND,
            DESIRED_HEAD.REVISION,
            DESIRED_HEAD.RESCOPED)
        .select(
            DSL.select(
                    DSL.val(own.type()),
                    DSL.val(own.scopeId()),
                    DSL.val(Kind.PLATFORM.wireName()),
                    revision,
                    revision)
                .union(
                    DSL.select(
                            DSL.val(own.type()),
                            DSL.val(own.scopeId()),
                            DESIRED_HEAD.KIND,
                            revision,
                            revision)
                        .from(DESIRED_HEAD)
                        .where(
                            DESIRED_HEAD.SCOPE_TYPE.eq(new Scope.Group(to).type()),
                            DESIRED_HEAD.SCOPE_ID.in((long) from, (long) to))))
        .onConflict(DESIRED_HEAD.SCOPE_TYPE, DESIRED_HEAD.SCOPE_ID, DESIRED_HEAD.KIND)
        .doUpdate()
        .set(DESIRED_HEAD.REVISION, seq.number())
        .set(DESIRED_HEAD.RESCOPED, seq.number())
        .execute();
  }

  /** Removes the subcloud and everything that is declared for it alone. */
  void delete(Tx tx, SubcloudId id) {
    var own = new Scope.Subcloud(id.value());
    tx.sql()
        .deleteFrom(DESIRED_ITEM)
        .where(DESIRED_ITEM.SCOPE_TYPE.eq(own.type()), DESIRED_ITEM.SCOPE_ID.eq(own.scopeId()))
        .execute();
    tx.sql()
        .deleteFrom(DESIRED_HEAD)
        .where(DESIRED_HEAD.SCOPE_TYPE.eq(own.type()), DESIRED_HEAD.SCOPE_ID.eq(own.scopeId()))
        .execute();
    tx.sql().deleteFrom(SUBCLOUD).where(isId(id)).execute();
    alarms.forget(tx, id);
  }

  private static Map<Field<?>, Object> columns(SubcloudChange change) {
    Map<Field<?>, Object> columns = new HashMap<>();
    if (change.name() != null) {
      columns.put(SUBCLOUD.NAME, change.name());
    }
    if (change.description() != null) {
      columns.put(SUBCLOUD.DESCRIPTION, change.description());
    }
    if (change.location() != null) {
      columns.put(SUBCLOUD.LOCATION, change.location());
    }
    if (change.softwareVersion() != null) {
      columns.put(SUBCLOUD.SOFTWARE_VERSION, change.softwareVersion());
    }
    if (change.managed() != null) {
      columns.put(SUBCLOUD.MANAGEMENT_STATE, change.managed() ? "managed" : "unmanaged");
    }
    if (change.deployStatus() != null) {
      columns.put(SUBCLOUD.DEPLOY_STATUS, change.deployStatus());
    }
    if (change.groupId() != null) {
      columns.put(SUBCLOUD.GROUP_ID, change.groupId());
    }
    if (change.dataInstall() != null) {
      columns.put(SUBCLOUD.DATA_INSTALL, change.dataInstall());
    }
    if (change.rehomeData() != null) {
      columns.put(SUBCLOUD.REHOME_DATA, change.rehomeData());
    }
    if (change.systemControllerGateway() != null) {
      columns.put(SUBCLOUD.SYSTEMCONTROLLER_GATEWAY_IP, change.systemControllerGateway());
    }
    return columns;
  }

  private static Condition isId(SubcloudId id) {
    return SUBCLOUD.ID.eq(rowId(id));
  }

  private static int rowId(SubcloudId id) {
    return Math.toIntExact(id.value());
  }
}
