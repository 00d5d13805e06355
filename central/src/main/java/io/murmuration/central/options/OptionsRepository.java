package io.murmuration.central.options;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SW_UPDATE_OPTIONS;

import io.murmuration.central.options.StoredOptions.Owner;
import io.murmuration.central.store.Refs;
import io.murmuration.schema.jooq.tables.records.SwUpdateOptionsRecord;
import io.murmuration.schema.tx.Tx;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows of {@code sw_update_options}. Stateless. */
final class OptionsRepository {
  /** UTC, as the columns have it. */
  private static final Field<LocalDateTime> NOW =
      DSL.field("clock_timestamp() AT TIME ZONE 'UTC'", LocalDateTime.class);

  /** The subcloud that is meant; its row, and so its id, stays until the transaction ends. */
  Optional<Owner> subcloud(Tx tx, String ref) {
    return Refs.subcloud(tx, ref, Refs.Hold.UNTIL_COMMIT)
        .map(found -> new Owner(Math.toIntExact(found.id().value()), found.name()));
  }

  /** The options of each subcloud that has its own, by the subcloud's id. */
  List<StoredOptions> ofSubclouds(Tx tx) {
    return tx.sql()
        .select(SW_UPDATE_OPTIONS, SUBCLOUD.NAME)
        .from(SW_UPDATE_OPTIONS)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(SW_UPDATE_OPTIONS.SUBCLOUD_ID))
        .orderBy(SUBCLOUD.ID)
        .fetch(row -> {
          var options = row.value1();
          return stored(options, new Owner(options.getSubcloudId(), row.value2()));
        });
  }

  /**
   * @param owner null for the defaults
   */
  Optional<StoredOptions> find(Tx tx, @Nullable Owner owner) {
    return tx.sql()
        .selectFrom(SW_UPDATE_OPTIONS)
        .where(ownedBy(owner))
        .fetchOptional(row -> stored(row, owner));
  }

  /** Creates the row or replaces its values. */
  StoredOptions put(Tx tx, @Nullable Owner owner, OptionValues values) {
    var o = SW_UPDATE_OPTIONS;
    var row =
        tx.sql()
            .insertInto(o)
            .set(o.SUBCLOUD_ID, owner == null ? null : owner.id())
            .set(o.STORAGE_APPLY_TYPE, values.storageApplyType())
            .set(o.WORKER_APPLY_TYPE, values.workerApplyType())
            .set(o.MAX_PARALLEL_WORKERS, values.maxParallelWorkers())
            .set(o.ALARM_RESTRICTION_TYPE, values.alarmRestrictionType())
            .set(o.DEFAULT_INSTANCE_ACTION, values.defaultInstanceAction())
            .onConflict(o.SUBCLOUD_ID)
            .doUpdate()
            .set(o.STORAGE_APPLY_TYPE, values.storageApplyType())
            .set(o.WORKER_APPLY_TYPE, values.workerApplyType())
            .set(o.MAX_PARALLEL_WORKERS, values.maxParallelWorkers())
            .set(o.ALARM_RESTRICTION_TYPE, values.alarmRestrictionType())
            .set(o.DEFAULT_INSTANCE_ACTION, values.defaultInstanceAction())
            .set(o.UPDATED_AT, NOW)
            .returning()
            .fetchSingle();
    return stored(row, owner);
  }

  void delete(Tx tx, @Nullable Owner owner) {
    tx.sql().deleteFrom(SW_UPDATE_OPTIONS).where(ownedBy(owner)).execute();
  }

  private static Condition ownedBy(@Nullable Owner owner) {
    return owner == null
        ? SW_UPDATE_OPTIONS.SUBCLOUD_ID.isNull()
        : SW_UPDATE_OPTIONS.SUBCLOUD_ID.eq(owner.id());
  }

  private static StoredOptions stored(SwUpdateOptionsRecord row, @Nullable Owner owner) {
    return new StoredOptions(
        Objects.requireNonNull(row.getId()),
        owner,
        new OptionValues(
            row.getStorageApplyType(),
            row.getWorkerApplyType(),
            row.getMaxParallelWorkers(),
            row.getAlarmRestrictionType(),
            row.getDefaultInstanceAction()),
        row.getCreatedAt(),
        row.getUpdatedAt());
  }
}
