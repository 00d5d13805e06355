package io.murmuration.central.store;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;
import static org.jooq.impl.DSL.any;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;

/** Finds subclouds and groups by what people write, by the rule of {@link ResourceRef}. */
public final class Refs {
  /** What happens to the rows that are found. */
  public enum Hold {
    /** Nothing: for whoever only reads. */
    NONE,
    /** They cannot be deleted until the transaction ends; they may change (FOR KEY SHARE). */
    UNTIL_COMMIT
  }

  /**
   * A subcloud that was found.
   *
   * @param group that it is in
   */
  public record Found(SubcloudId id, String name, int group) {}

  private Refs() {}

  /** The id of a group. */
  public static Optional<Integer> group(Tx tx, String ref, Hold hold) {
    var groups =
        tx.sql()
            .select(SUBCLOUD_GROUP.ID)
            .from(SUBCLOUD_GROUP)
            .where(is(ResourceRef.of(ref), SUBCLOUD_GROUP.ID, SUBCLOUD_GROUP.NAME));
    return switch (hold) {
      case NONE -> groups.fetchOptional(SUBCLOUD_GROUP.ID);
      case UNTIL_COMMIT -> groups.forKeyShare().fetchOptional(SUBCLOUD_GROUP.ID);
    };
  }

  public static Optional<Found> subcloud(Tx tx, String ref, Hold hold) {
    return fetch(tx, is(ResourceRef.of(ref), SUBCLOUD.ID, SUBCLOUD.NAME), hold).stream()
        .findFirst();
  }

  /** Those of the references that exist, by id. */
  public static List<Found> subclouds(Tx tx, Collection<String> refs, Hold hold) {
    var given = refs.stream().map(ResourceRef::of).toList();
    Integer[] ids =
        given.stream()
            .filter(ResourceRef.ById.class::isInstance)
            .map(ref -> ((ResourceRef.ById) ref).id())
            .toArray(Integer[]::new);
    String[] names =
        given.stream()
            .filter(ResourceRef.ByName.class::isInstance)
            .map(ref -> ((ResourceRef.ByName) ref).name())
            .toArray(String[]::new);
    return fetch(tx, SUBCLOUD.ID.eq(any(ids)).or(SUBCLOUD.NAME.eq(any(names))), hold);
  }

  /** The members of a group, by id. */
  public static List<Found> inGroup(Tx tx, int group, Hold hold) {
    return fetch(tx, SUBCLOUD.GROUP_ID.eq(group), hold);
  }

  /** Those of the references that mean none of the subclouds found for them. */
  public static List<String> unknown(Collection<String> refs, List<Found> found) {
    var ids = found.stream().map(one -> one.id().value()).collect(Collectors.toSet());
    var names = found.stream().map(Found::name).collect(Collectors.toSet());
    return refs.stream()
        .filter(ref ->
            switch (ResourceRef.of(ref)) {
              case ResourceRef.ById(var id) -> !ids.contains((long) id);
              case ResourceRef.ByName(var name) -> !names.contains(name);
            })
        .toList();
  }

  /** For repositories that select more than an id. */
  public static Condition is(ResourceRef ref, Field<Integer> id, Field<String> name) {
    return switch (ref) {
      case ResourceRef.ById(var number) -> id.eq(number);
      case ResourceRef.ByName(var text) -> name.eq(text);
    };
  }

  private static List<Found> fetch(Tx tx, Condition condition, Hold hold) {
    var rows =
        tx.sql()
            .select(SUBCLOUD.ID, SUBCLOUD.NAME, SUBCLOUD.GROUP_ID)
            .from(SUBCLOUD)
            .where(condition)
            .orderBy(SUBCLOUD.ID);
    var found =
        switch (hold) {
          case NONE -> rows.fetch();
          case UNTIL_COMMIT -> rows.forKeyShare().fetch();
        };
    return found.map(row -> new Found(new SubcloudId(row.value1()), row.value2(), row.value3()));
  }
}
