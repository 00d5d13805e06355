package io.murmuration.central.cluster;

import static io.murmuration.schema.jooq.Tables.HUB;

import io.murmuration.central.cluster.HubEpochs.Era;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftRule;
import io.murmuration.sync.drift.DriftRules;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.ItemVersion;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link HubSnapshot} is made of. Kinds, and changes, that this build does not know are
 * left out: during an upgrade a newer node may write them.
 *
 * <p>Items above their scope's head are left out too: they are candidates that no rollout released.
 */
final class HubRepository {
  private static final Map<String, ChangeKind> CHANGE_KINDS =
      Arrays.stream(ChangeKind.values())
          .collect(Collectors.toMap(ChangeKind::wireName, Function.identity()));

  private static final String SUBCLOUDS =
      """
      SELECT s.id, s.name, s.group_id, s.generation, s.management_state, s.hold, s.deploy_status,
             ARRAY(SELECT h.group_id::bigint FROM scope_history h
                   WHERE h.subcloud_id = s.id AND h.group_id <> s.group_id
                   ORDER BY h.group_id) AS former,
             ARRAY(SELECT concat_ws(' ', c.kind, c.held_epoch, c.held_revision,
                            CASE WHEN c.revision IS NOT NULL THEN 'OVERRIDDEN'
                                 WHEN c.action = 'adopt' THEN 'ADOPTING' ELSE 'OPEN' END,
                            c.held_lineage)
                   FROM conflict c WHERE c.subcloud_id = s.id) AS conflicts
      FROM subcloud s
      """;

  private final PayloadSeal seal;

  HubRepository(PayloadSeal seal) {
    this.seal = seal;
  }

  /** The hub's row. */
  Hub hub(Tx tx) {
    return tx.sql()
        .select(HUB.SEQ, HUB.EPOCH, HUB.LINEAGE, HUB.HOLD)
        .from(HUB)
        .fetchSingle(row ->
            new Hub(
                new Revision(row.value1()),
                new Lineage(row.value2(), row.value3().toString()),
                row.value4()));
  }

  /**
   * The hub's row and the changes after {@code known}, in one statement: what it tells of the hub
   * is as new as the changes.
   */
  Poll poll(Tx tx, Revision known, int limit) {
    var rows =
        tx.sql()
            .fetch(
                """
                SELECT h.seq AS hub_seq, h.epoch, h.lineage::text AS lineage, h.hold,
                       c.seq, c.what, c.scope_type, c.scope_id
                FROM hub h LEFT JOIN change c ON c.seq > ?
                ORDER BY c.seq LIMIT ?
                """,
                known.number(),
                limit);
    var hub = rows.getFirst();
    var read = rows.stream().filter(row -> row.get("seq") != null).toList();
    return new Poll(
        new Hub(
            new Revision(number(hub, "hub_seq")),
            new Lineage(number(hub, "epoch"), text(hub, "lineage")),
            hub.get("hold", String.class)),
        read.size(),
        read.stream().flatMap(HubRepository::change).toList());
  }

  List<Era> eras(Tx tx) {
    return tx.sql()
        .fetch(
            "SELECT epoch, lineage::text AS lineage, first_revision FROM hub_epoch ORDER BY epoch")
        .map(row ->
            new Era(
                new Lineage(number(row, "epoch"), text(row, "lineage")),
                new Revision(number(row, "first_revision"))));
  }

  List<SubcloudRow> subclouds(Tx tx) {
    return subclouds(tx.sql().fetch(SUBCLOUDS));
  }

  /** Those of {@code ids} that still are. */
  List<SubcloudRow> subclouds(Tx tx, Collection<SubcloudId> ids) {
    return subclouds(
        tx.sql()
            .fetch(
                SUBCLOUDS + "WHERE s.id = ANY (?::int[])",
                (Object) ids.stream().map(SubcloudId::value).toArray(Long[]::new)));
  }

  /**
   * What all scopes say about drift. Kinds and modes that this build does not know are left out.
   */
  DriftRules driftRules(Tx tx) {
    return new DriftRules(
        tx
            .sql()
            .fetch(
                """
                SELECT p.scope_type, p.scope_id, p.kind, p.type, p.mode, g.name AS group_name
                FROM drift_policy p LEFT JOIN subcloud_group g ON g.id = p.group_id
                """)
            .stream()
            .flatMap(HubRepository::driftRule)
            .toList());
  }

  private static Stream<DriftRule> driftRule(Record row) {
    var kind = Kind.fromWireName(text(row, "kind"));
    var mode = DriftMode.fromWireName(text(row, "mode"));
    if (kind.isEmpty() || mode.isEmpty()) {
      return Stream.empty();
    }
    var scope = Scope.of(text(row, "scope_type"), number(row, "scope_id"));
    var source =
        switch (scope) {
          case Scope.Fleet _ -> "policy of the fleet";
          case Scope.Group _ -> "policy of group " + text(row, "group_name");
          case Scope.Subcloud _ -> "policy of the subcloud";
        };
    return Stream.of(new DriftRule(scope, kind.get(), text(row, "type"), mode.get(), source));
  }

  /** Every head with the newest version of each of its items. */
  List<ScopeRow> scopes(Tx tx) {
    return scopes(
        tx.sql()
            .fetch(
                """
                SELECT DISTINCT ON (h.scope_type, h.scope_id, h.kind, i.type, i.name)
                       h.scope_type, h.scope_id, h.kind, h.revision AS head, h.rescoped,
                       i.type, i.name, i.revision, i.presence, i.payload, i.sealed_payload
                FROM desired_head h
                LEFT JOIN desired_item i
                  ON i.scope_type = h.scope_type AND i.scope_id = h.scope_id AND i.kind = h.kind
                 AND i.revision <= h.revision
                ORDER BY h.scope_type, h.scope_id, h.kind, i.type, i.name, i.revision DESC
                """));
  }

  /** The heads that moved, with what came to lie below them. */
  List<ScopeRow> scopes(Tx tx, List<KnownHead> known) {
    return scopes(
        tx.sql()
            .fetch(
                """
                SELECT h.scope_type, h.scope_id, h.kind, h.revision AS head, h.rescoped,
                       i.type, i.name, i.revision, i.presence, i.payload, i.sealed_payload
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[])
                       AS k (scope_type, scope_id, kind, head)
                JOIN desired_head h
                  ON h.scope_type = k.scope_type AND h.scope_id = k.scope_id AND h.kind = k.kind
                 AND h.revision > k.head
                LEFT JOIN desired_item i
                  ON i.scope_type = h.scope_type AND i.scope_id = h.scope_id AND i.kind = h.kind
                 AND i.revision > k.head AND i.revision <= h.revision
                """,
                known.stream().map(head -> head.scope.type()).toArray(String[]::new),
                known.stream().map(head -> head.scope.scopeId()).toArray(Long[]::new),
                known.stream().map(head -> head.kind.wireName()).toArray(String[]::new),
                known.stream().map(head -> head.head.number()).toArray(Long[]::new)));
  }

  private static Stream<Change> change(Record row) {
    return Optional.ofNullable(CHANGE_KINDS.get(text(row, "what")))
        .map(what ->
            new Change(
                new Revision(number(row, "seq")),
                what,
                Scope.of(text(row, "scope_type"), number(row, "scope_id"))))
        .stream();
  }

  private static List<SubcloudRow> subclouds(Result<Record> rows) {
    return rows.map(row ->
        new SubcloudRow(
            new SubcloudView(
                new SubcloudId(number(row, "id")),
                text(row, "name"),
                number(row, "group_id"),
                number(row, "generation"),
                text(row, "management_state").equals("managed"),
                row.get("hold", String.class),
                text(row, "deploy_status"),
                SubcloudView.Conflict.parse(row.get("conflicts", String[].class))),
            List.of(row.get("former", Long[].class))));
  }

  private List<ScopeRow> scopes(Result<Record> rows) {
    return rows.stream().flatMap(this::scope).toList();
  }

  private Stream<ScopeRow> scope(Record row) {
    return Kind.fromWireName(text(row, "kind"))
        .map(kind ->
            new ScopeRow(
                Scope.of(text(row, "scope_type"), number(row, "scope_id")),
                kind,
                new Revision(number(row, "head")),
                new Revision(number(row, "rescoped")),
                item(kind, row)))
        .stream();
  }

  private @Nullable ItemVersion item(Kind kind, Record row) {
    if (row.get("revision") == null) {
      return null;
    }
    byte[] sealed = row.get("sealed_payload", byte[].class);
    var key = new ItemKey(text(row, "type"), text(row, "name"));
    return new ItemVersion(
        key,
        new Revision(number(row, "revision")),
        Presence.fromWireName(text(row, "presence")),
        sealed == null ? Payload.of(text(row, "payload")) : seal.open(kind, key, sealed));
  }

  private static long number(Record row, String field) {
    return row.get(field, Long.class);
  }

  private static String text(Record row, String field) {
    return row.get(field, String.class);
  }

  /**
   * @param revision the newest
   * @param hold why nothing may be pushed anywhere, or null
   */
  record Hub(Revision revision, Lineage lineage, @Nullable String hold) {}

  /**
   * @param rows how many were read, those left out included
   */
  record Poll(Hub hub, int rows, List<Change> changes) {}

  /**
   * @param former groups it was in and is not in now, ascending
   */
  record SubcloudRow(SubcloudView view, List<Long> former) {}

  /**
   * @param item null if the head moved without one, or had none at all
   */
  record ScopeRow(
      Scope scope, Kind kind, Revision head, Revision rescoped, @Nullable ItemVersion item) {}

  /** Up to where a scope is known. */
  record KnownHead(Scope scope, Kind kind, Revision head) {}
}
