package io.murmuration.central.drift;

import static io.murmuration.schema.jooq.Tables.DRIFT_POLICY;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Rules as rows. */
final class DriftPolicyRepository {
  /** Of all scopes: the fleet, groups and subclouds, each by id. */
  List<StoredRule> all(Tx tx) {
    return fetch(tx, DSL.noCondition());
  }

  List<StoredRule> of(Tx tx, Scope scope) {
    return fetch(tx, isOf(scope));
  }

  /** The scope says exactly this from now on. */
  void replace(Tx tx, Scope scope, Revision revision, List<StoredRule> rules) {
    tx.sql().deleteFrom(DRIFT_POLICY).where(isOf(scope)).execute();
    if (!rules.isEmpty()) {
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
      for (var rule : rules) {
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

  /** Kinds and modes that this build does not know are left out: a newer node wrote them. */
  private static List<StoredRule> fetch(Tx tx, Condition condition) {
    return tx.sql()
        .select(
            DRIFT_POLICY.SCOPE_TYPE,
            DRIFT_POLICY.SCOPE_ID,
            DRIFT_POLICY.KIND,
            DRIFT_POLICY.TYPE,
            DRIFT_POLICY.MODE)
        .from(DRIFT_POLICY)
        .where(condition)
        .orderBy(
            DRIFT_POLICY.SCOPE_TYPE, DRIFT_POLICY.SCOPE_ID, DRIFT_POLICY.KIND, DRIFT_POLICY.TYPE)
        .fetch()
        .stream()
        .flatMap(row -> {
          var kind = Kind.fromWireName(row.value3());
          var mode = DriftMode.fromWireName(row.value5());
          return kind.isPresent() && mode.isPresent()
              ? List.of(
                  new StoredRule(
                      Scope.of(row.value1(), row.value2()), kind.get(), row.value4(), mode.get()))
                  .stream()
              : List.<StoredRule>of().stream();
        })
        .toList();
  }
}
