package io.murmuration.central.group;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.store.Refs;
import io.murmuration.schema.jooq.tables.records.SubcloudGroupRecord;
import io.murmuration.schema.tx.Tx;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Rows of {@code subcloud_group}. Stateless. */
public final class GroupRepository {
  /** UTC, as the columns have it. */
  private static final Field<LocalDateTime> NOW =
      DSL.field("clock_timestamp() AT TIME ZONE 'UTC'", LocalDateTime.class);

  /** A group and how many subclouds are in it. */
  record Counted(SubcloudGroup group, int subclouds) {}

  public Optional<SubcloudGroup> find(Tx tx, ResourceRef ref) {
    return tx.sql()
        .selectFrom(SUBCLOUD_GROUP)
        .where(Refs.is(ref, SUBCLOUD_GROUP.ID, SUBCLOUD_GROUP.NAME))
        .fetchOptional(GroupRepository::group);
  }

  List<Counted> list(Tx tx) {
    var subclouds = DSL.count(SUBCLOUD.ID);
    return tx.sql()
        .select(SUBCLOUD_GROUP, subclouds)
        .from(SUBCLOUD_GROUP)
        .leftJoin(SUBCLOUD)
        .on(SUBCLOUD.GROUP_ID.eq(SUBCLOUD_GROUP.ID))
        .groupBy(SUBCLOUD_GROUP.ID)
        .orderBy(SUBCLOUD_GROUP.ID)
        .fetch(row -> new Counted(group(row.value1()), row.value2()));
  }

  int countSubclouds(Tx tx, int group) {
    return tx.sql().fetchCount(SUBCLOUD, SUBCLOUD.GROUP_ID.eq(group));
  }

  SubcloudGroup insert(Tx tx, GroupChange values) {
    return tx.sql()
        .insertInto(SUBCLOUD_GROUP)
        .set(columns(values))
        .returning()
        .fetchSingle(GroupRepository::group);
  }

  SubcloudGroup update(Tx tx, int id, GroupChange values) {
    return tx.sql()
        .update(SUBCLOUD_GROUP)
        .set(columns(values))
        .set(SUBCLOUD_GROUP.UPDATED_AT, NOW)
        .where(SUBCLOUD_GROUP.ID.eq(id))
        .returning()
        .fetchSingle(GroupRepository::group);
  }

  /**
   * Removes the group's row. Its wanted items stay: a subcloud that was in it may still hold some
   * of them, and their deletion there is computed from these rows. Ids are never used again.
   */
  void delete(Tx tx, int id) {
    tx.sql().deleteFrom(SUBCLOUD_GROUP).where(SUBCLOUD_GROUP.ID.eq(id)).execute();
  }

  private static Map<Field<?>, Object> columns(GroupChange values) {
    Map<Field<?>, Object> columns = new HashMap<>();
    if (values.name() != null) {
      columns.put(SUBCLOUD_GROUP.NAME, values.name());
    }
    if (values.description() != null) {
      columns.put(SUBCLOUD_GROUP.DESCRIPTION, values.description());
    }
    if (values.applyType() != null) {
      columns.put(SUBCLOUD_GROUP.UPDATE_APPLY_TYPE, values.applyType().wireName());
    }
    if (values.maxParallelSubclouds() != null) {
      columns.put(SUBCLOUD_GROUP.MAX_PARALLEL_SUBCLOUDS, values.maxParallelSubclouds());
    }
    return columns;
  }

  private static SubcloudGroup group(SubcloudGroupRecord row) {
    return new SubcloudGroup(
        Objects.requireNonNull(row.getId()),
        row.getName(),
        row.getDescription(),
        ApplyType.fromWireName(row.getUpdateApplyType())
            .orElseThrow(() ->
                new IllegalStateException(
                    "update_apply_type: %s (expected: parallel or serial)"
                        .formatted(row.getUpdateApplyType()))),
        row.getMaxParallelSubclouds(),
        row.getCreatedAt(),
        row.getUpdatedAt());
  }
}
