package io.murmuration.central.desired;

import static io.murmuration.schema.jooq.Tables.AUDIT_TRAIL;
import static io.murmuration.schema.jooq.Tables.CHANGE;
import static io.murmuration.schema.jooq.Tables.DESIRED_ITEM;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;

import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The tables of what is wanted. Thread-safe. */
final class DesiredRepository {
  private static final String APPEND =
      """
      WITH head AS (
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        SELECT ?, ?, k, ? FROM unnest(?::text[]) AS k
        ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision)
      INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, payload,
                                sealed_payload)
      SELECT ?, ?, i.kind, i.type, i.name, ?, i.presence, i.payload, i.sealed
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
           AS i (kind, type, name, presence, payload, sealed)
      """;

  /** Marks the advisory locks of scopes; the product's other one is {@code InventoryLock}'s. */
  private static final long LOCK = 0x6473L << 48;

  private static final int TYPE_SHIFT = 40;

  private final PayloadSeal seal;

  /**
   * @param seal for the payloads of secret types
   */
  DesiredRepository(PayloadSeal seal) {
    this.seal = seal;
  }

  /**
   * Waits until no other transaction changes the scope, and keeps others waiting until the end of
   * this one. What is read afterwards stays the newest: take it before anything is decided.
   */
  void lock(Tx tx, Scope scope) {
    long type =
        switch (scope) {
          case Scope.Fleet _ -> 0;
          case Scope.Group _ -> 1;
          case Scope.Subcloud _ -> 2;
        };
    tx.sql()
        .fetch("SELECT pg_advisory_xact_lock(?)", LOCK | (type << TYPE_SHIFT) | scope.scopeId());
  }

  /** The newest version of each item that any of the scopes ever declared, at a revision. */
  List<StoredItem> at(Tx tx, Collection<Scope> scopes, Revision revision) {
    return newest(tx, inAny(scopes).and(DESIRED_ITEM.REVISION.le(revision.number())));
  }

  /**
   * The newest version of every item of every scope that exists. Items of a deleted group stay
   * stored, because nodes compute from them what the deletion takes away, but nobody wants them.
   */
  List<StoredItem> everywhere(Tx tx) {
    var group =
        DSL.selectOne()
            .from(SUBCLOUD_GROUP)
            .where(SUBCLOUD_GROUP.ID.cast(Long.class).eq(DESIRED_ITEM.SCOPE_ID));
    return newest(tx, DESIRED_ITEM.SCOPE_TYPE.ne(new Scope.Group(0).type()).orExists(group));
  }

  private List<StoredItem> newest(Tx tx, Condition condition) {
    return tx.sql()
        .select(DESIRED_ITEM.fields())
        .distinctOn(
            DESIRED_ITEM.SCOPE_TYPE,
            DESIRED_ITEM.SCOPE_ID,
            DESIRED_ITEM.KIND,
            DESIRED_ITEM.TYPE,
            DESIRED_ITEM.NAME)
        .from(DESIRED_ITEM)
        .where(condition)
        .orderBy(
            DESIRED_ITEM.SCOPE_TYPE,
            DESIRED_ITEM.SCOPE_ID,
            DESIRED_ITEM.KIND,
            DESIRED_ITEM.TYPE,
            DESIRED_ITEM.NAME,
            DESIRED_ITEM.REVISION.desc())
        .fetch(this::stored);
  }

  private static Condition inAny(Collection<Scope> scopes) {
    return DSL.or(
        scopes.stream()
            .map(scope ->
                DESIRED_ITEM
                    .SCOPE_TYPE
                    .eq(scope.type())
                    .and(DESIRED_ITEM.SCOPE_ID.eq(scope.scopeId())))
            .toList());
  }

  private StoredItem stored(Record row) {
    var kind = Kind.fromWireName(row.get(DESIRED_ITEM.KIND)).orElseThrow();
    var key = new ItemKey(row.get(DESIRED_ITEM.TYPE), row.get(DESIRED_ITEM.NAME));
    byte[] sealed = row.get(DESIRED_ITEM.SEALED_PAYLOAD);
    return new StoredItem(
        Scope.of(row.get(DESIRED_ITEM.SCOPE_TYPE), row.get(DESIRED_ITEM.SCOPE_ID)),
        kind,
        key,
        new Revision(row.get(DESIRED_ITEM.REVISION)),
        Presence.fromWireName(row.get(DESIRED_ITEM.PRESENCE)),
        sealed == null ? row.get(DESIRED_ITEM.PAYLOAD) : seal.open(kind, key, sealed).text());
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
            items.stream().map(item -> isSealed(item) ? "" : item.payload()).toArray(String[]::new),
            items.stream().map(this::sealed).toArray(byte[][]::new));
  }

  /** The head alone: the scope says the same under a newer revision. */
  void move(Tx tx, Scope scope, Revision revision, Kind kind) {
    tx.sql()
        .execute(
            """
            INSERT INTO desired_head (scope_type, scope_id, kind, revision) VALUES (?, ?, ?, ?)
            ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision
            """,
            scope.type(),
            scope.scopeId(),
            kind.wireName(),
            revision.number());
  }

  private static boolean isSealed(DeclaredItem item) {
    return item.isSecret() && item.presence() == Presence.PRESENT;
  }

  private byte @Nullable [] sealed(DeclaredItem item) {
    return isSealed(item) ? seal.seal(item.kind(), item.key(), Payload.of(item.payload())) : null;
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
