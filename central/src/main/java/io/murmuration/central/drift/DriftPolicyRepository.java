package io.murmuration.central.drift;

import static io.murmuration.schema.jooq.Tables.DRIFT_POLICY;

import io.murmuration.schema.jooq.tables.records.DriftPolicyRecord;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Result;
import org.jooq.impl.DSL;

/** Rules as rows. */
final class DriftPolicyRepository {
  /** Of all scopes that have one: the fleet, groups and subclouds, each by id. */
  List<Policy> all(Tx tx) {
    var byScope = new LinkedHashMap<Scope, List<Rule>>();
    for (var row : fetch(tx, DSL.noCondition())) {
      rule(row)
          .ifPresent(rule ->
              byScope
                  .computeIfAbsent(
                      Scope.of(row.getScopeType(), row.getScopeId()), _ -> new ArrayList<>())
                  .add(rule));
    }
    var policies = new ArrayList<Policy>();
    byScope.forEach((scope, rules) -> policies.add(new Policy(scope, rules)));
    return policies;
  }

  Policy of(Tx tx, Scope scope) {
    return new Policy(
        scope, fetch(tx, isOf(scope)).stream().flatMap(row -> rule(row).stream()).toList());
  }

  /** The scope says exactly this from now on. */
  void replace(Tx tx, Policy policy, Revision revision) {
    var scope = policy.scope();
    tx.sql().deleteFrom(DRIFT_POLICY).where(isOf(scope)).execute();
    if (!policy.rules().isEmpty()) {
      var insert =
          tx.sql()
              .insertInto(
                  DRIFT_POLICY,
                  DRIFT_POLICY.SCOPE_TYPE,
                  DRIFT_POLICY.SCOPE_ID,
                  DRIFT_POLICY.KIND,
                  DRIFT_POLICY.TYPE,
                  DRIFT_POLICY.MODE,
                  DRIFT_POLICY.REVISION);
      for (var rule : policy.rules()) {
        insert =
            insert.values(
                scope.type(),
                scope.scopeId(),
                rule.kind().wireName(),
                rule.type(),
                rule.mode().wireName(),
                revision.number());
      }
      insert.execute();
    }
  }

  private static Condition isOf(Scope scope) {
    return DRIFT_POLICY.SCOPE_TYPE.eq(scope.type()).and(DRIFT_POLICY.SCOPE_ID.eq(scope.scopeId()));
  }

  private static Result<DriftPolicyRecord> fetch(Tx tx, Condition condition) {
    return tx.sql()
        .selectFrom(DRIFT_POLICY)
        .where(condition)
        .orderBy(
            DRIFT_POLICY.SCOPE_TYPE, DRIFT_POLICY.SCOPE_ID, DRIFT_POLICY.KIND, DRIFT_POLICY.TYPE)
        .fetch();
  }

  /** Empty for a kind or mode that this build does not know: a newer node wrote it. */
  private static Optional<Rule> rule(DriftPolicyRecord row) {
    var mode = DriftMode.fromWireName(row.getMode());
    return Kind.fromWireName(row.getKind())
        .flatMap(kind -> mode.map(known -> new Rule(kind, row.getType(), known)));
  }
}
