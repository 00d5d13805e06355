package io.murmuration.central.desired;

import static io.murmuration.schema.jooq.Tables.AUDIT_TRAIL;
import static io.murmuration.schema.jooq.Tables.CHANGE;
import static io.murmuration.schema.jooq.Tables.DESIRED_ITEM;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The tables of what is wanted. Stateless. */
final class DesiredRepository {
  private static final String APPEND =
      """
      WITH head AS (
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        SELECT ?, ?, k, ? FROM unnest(?::text[]) AS k
        ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision)
      INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, payload)
      SELECT ?, ?, i.kind, i.type, i.name, ?, i.presence, i.payload
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
           AS i (kind, type, name, presence, payload)
      """;

  /** Id of a group, by id (digits only) or by name. */
  Optional<Integer> group(Tx tx, String ref) {
    var byRef =
        switch (ResourceRef.of(ref)) {
          case ResourceRef.ById(var id) -> SUBCLOUD_GROUP.ID.eq(id);
          case ResourceRef.ByName(var name) -> SUBCLOUD_GROUP.NAME.eq(name);
        };
    return tx.sql()
        .select(SUBCLOUD_GROUP.ID)
        .from(SUBCLOUD_GROUP)
        .where(byRef)
        .forKeyShare()
        .fetchOptional(SUBCLOUD_GROUP.ID);
  }

  /** A subcloud and its group. */
  record Member(int id, int group) {}

  /** By id (digits only) or by name; stays until the transaction ends. */
  Optional<Member> subcloud(Tx tx, String ref) {
    var byRef =
        switch (ResourceRef.of(ref)) {
          case ResourceRef.ById(var id) -> SUBCLOUD.ID.eq(id);
          case ResourceRef.ByName(var name) -> SUBCLOUD.NAME.eq(name);
        };
    return tx.sql()
        .select(SUBCLOUD.ID, SUBCLOUD.GROUP_ID)
        .from(SUBCLOUD)
        .where(byRef)
        .forKeyShare()
        .fetchOptional(row -> new Member(row.value1(), row.value2()));
  }

  /** The newest version of each item that any of the scopes ever declared, at a revision. */
  List<StoredItem> at(Tx tx, Collection<Scope> scopes, Revision revision) {
    return tx.sql()
        .select(DESIRED_ITEM.fields())
        .distinctOn(
            DESIRED_ITEM.SCOPE_TYPE,
            DESIRED_ITEM.SCOPE_ID,
            DESIRED_ITEM.KIND,
            DESIRED_ITEM.TYPE,
            DESIRED_ITEM.NAME)
        .from(DESIRED_ITEM)
        .where(inAny(scopes), DESIRED_ITEM.REVISION.le(revision.number()))
        .orderBy(
            DESIRED_ITEM.SCOPE_TYPE,
            DESIRED_ITEM.SCOPE_ID,
            DESIRED_ITEM.KIND,
            DESIRED_ITEM.TYPE,
            DESIRED_ITEM.NAME,
            DESIRED_ITEM.REVISION.desc())
        .fetch(DesiredRepository::stored);
  }

  /** The newest version of every item of every scope. */
  List<StoredItem> everywhere(Tx tx) {
    return at(tx, List.of(), new Revision(Long.MAX_VALUE));
  }

  /** No scopes means all of them. */
  private static Condition inAny(Collection<Scope> scopes) {
    if (scopes.isEmpty()) {
      return DSL.noCondition();
    }
    return DSL.or(
        scopes.stream()
            .map(scope ->
                DESIRED_ITEM
                    .SCOPE_TYPE
                    .eq(scope.type())
                    .and(DESIRED_ITEM.SCOPE_ID.eq(scope.scopeId())))
            .toList());
  }

  private static StoredItem stored(Record row) {
    return new StoredItem(
        Scope.of(row.get(DESIRED_ITEM.SCOPE_TYPE), row.get(DESIRED_ITEM.SCOPE_ID)),
        Kind.fromWireName(row.get(DESIRED_ITEM.KIND)).orElseThrow(),
        new ItemKey(row.get(DESIRED_ITEM.TYPE), row.get(DESIRED_ITEM.NAME)),
        new Revision(row.get(DESIRED_ITEM.REVISION)),
        Presence.fromWireName(row.get(DESIRED_ITEM.PRESENCE)),
        row.get(DESIRED_ITEM.PAYLOAD));
  }

  /** Items and heads in one statement, whatever their number. */
  void append(Tx tx, Scope scope, Revision revision, List<DeclaredItem> items) {
    tx.sql()
        .execute(
            APPEND,
            scope.type(),
            scope.scopeId(),
            revision.number(),
            items.stream().map(item -> item.kind().wireName()).distinct().toArray(String[]::new),
            scope.type(),
            scope.scopeId(),
            revision.number(),
            items.stream().map(item -> item.kind().wireName()).toArray(String[]::new),
            items.stream().map(item -> item.key().type()).toArray(String[]::new),
            items.stream().map(item -> item.key().name()).toArray(String[]::new),
            items.stream().map(item -> item.presence().wireName()).toArray(String[]::new),
            items.stream().map(DeclaredItem::payload).toArray(String[]::new));
  }

  /** Newest first. */
  List<Version> history(Tx tx, Scope scope, int most) {
    return tx.sql()
        .select(CHANGE.SEQ, CHANGE.AT, AUDIT_TRAIL.WHO, AUDIT_TRAIL.WHAT)
        .from(CHANGE)
        .leftJoin(AUDIT_TRAIL)
        .on(AUDIT_TRAIL.REVISION.eq(CHANGE.SEQ))
        .where(
            CHANGE.WHAT.eq(ChangeKind.DESIRED.wireName()),
            CHANGE.SCOPE_TYPE.eq(scope.type()),
            CHANGE.SCOPE_ID.eq(scope.scopeId()))
        .orderBy(CHANGE.SEQ.desc())
        .limit(most)
        .fetch(row -> new Version(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  /** Whether a revision of this scope exists. */
  boolean isRevision(Tx tx, Scope scope, Revision revision) {
    return tx.sql()
        .fetchExists(
            CHANGE,
            CHANGE.SEQ.eq(revision.number()),
            CHANGE.WHAT.eq(ChangeKind.DESIRED.wireName()),
            CHANGE.SCOPE_TYPE.eq(scope.type()),
            CHANGE.SCOPE_ID.eq(scope.scopeId()));
  }
}
