package io.murmuration.central.enrolment;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;
import static org.jooq.impl.DSL.any;

import io.murmuration.central.api.StorableText;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Records;

/**
 * Finds subclouds by what people write: digits are an id, anything else is a name. The rows found
 * stay until the end of the transaction (FOR KEY SHARE), they may change.
 */
final class SubcloudRepository {
  /** A subcloud and its name. */
  record Named(int row, String name) {
    SubcloudId id() {
      return new SubcloudId(row);
    }
  }

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** What fits the column; longer digits name nobody. */
  private static final Pattern ID = Pattern.compile("[0-9]{1,9}");

  private static final int LONGEST_NAME = 255;

  Optional<Named> find(Tx tx, String ref) {
    return find(tx, List.of(ref)).stream().findFirst();
  }

  /** Those of the references that exist, by id. */
  List<Named> find(Tx tx, Collection<String> refs) {
    return fetch(tx, matches(SUBCLOUD.ID, SUBCLOUD.NAME, refs));
  }

  /** The members of a group, by id; empty if there is no such group. */
  Optional<List<Named>> inGroup(Tx tx, String ref) {
    var group =
        tx.sql()
            .select(SUBCLOUD_GROUP.ID)
            .from(SUBCLOUD_GROUP)
            .where(matches(SUBCLOUD_GROUP.ID, SUBCLOUD_GROUP.NAME, List.of(ref)))
            .fetchOptional(SUBCLOUD_GROUP.ID);
    return group.map(id -> fetch(tx, SUBCLOUD.GROUP_ID.eq(id)));
  }

  /** Those of the references that mean none of the subclouds found for them. */
  static List<String> unknown(Collection<String> refs, List<Named> found) {
    var ids = found.stream().map(Named::row).collect(Collectors.toSet());
    var names = found.stream().map(Named::name).collect(Collectors.toSet());
    return refs.stream()
        .filter(ref ->
            isId(ref)
                ? !(ID.matcher(ref).matches() && ids.contains(Integer.valueOf(ref)))
                : !names.contains(ref))
        .toList();
  }

  private static List<Named> fetch(Tx tx, Condition condition) {
    return tx.sql()
        .select(SUBCLOUD.ID, SUBCLOUD.NAME)
        .from(SUBCLOUD)
        .where(condition)
        .orderBy(SUBCLOUD.ID)
        .forKeyShare()
        .fetch(Records.mapping(Named::new));
  }

  private static Condition matches(Field<Integer> id, Field<String> name, Collection<String> refs) {
    Integer[] ids =
        refs.stream()
            .filter(ref -> ID.matcher(ref).matches())
            .map(Integer::valueOf)
            .toArray(Integer[]::new);
    String[] names =
        refs.stream()
            .filter(ref -> !isId(ref) && StorableText.fits(ref, LONGEST_NAME))
            .toArray(String[]::new);
    return id.eq(any(ids)).or(name.eq(any(names)));
  }

  private static boolean isId(String ref) {
    return DIGITS.matcher(ref).matches();
  }
}
