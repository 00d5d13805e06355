package io.murmuration.central.recovery.conflict;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.central.recovery.conflict.Resolution.Decision;
import io.murmuration.central.recovery.conflict.Resolution.Order;
import io.murmuration.central.recovery.conflict.Resolution.Outcome;
import io.murmuration.central.recovery.conflict.Resolution.Row;
import io.murmuration.central.recovery.conflict.Resolution.Target;
import io.murmuration.central.recovery.conflict.Resolution.View;
import io.murmuration.central.recovery.conflict.ResolutionRepository.Decided;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders about conflicts, of one subcloud or of thousands, in one transaction of a fixed
 * number of statements. What is forced is decided then and there; what is adopted waits for the
 * node that has the site's stream ({@link Adopter}). Thread-safe; blocks.
 */
final class ResolutionService {
  private final Transactions transactions;
  private final Commits commits;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final ChangeNudge nudge;
  private final ResolutionRepository repository = new ResolutionRepository();

  /**
   * @param ids random
   * @param nudge after a commit
   */
  ResolutionService(
      Transactions transactions,
      Commits commits,
      Supplier<UUID> ids,
      InstantSource clock,
      ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.ids = ids;
    this.clock = clock;
    this.nudge = nudge;
  }

  View resolve(Request request, Order order) {
    var done = commits.inTx(request.requestId(), tx -> resolve(tx, request, order));
    nudge.nudge();
    return done;
  }

  View show(UUID id) {
    return transactions
        .inTx(tx -> repository.view(tx, id))
        .orElseThrow(() -> notFound("Resolution of conflicts not found"));
  }

  private View resolve(Tx tx, Request request, Order order) {
    var hold = repository.hold(tx);
    if (hold != null) {
      throw new RefusedException(
          new ApiError.Conflict("the hub is held: " + hold + " (expected: recovered first)"));
    }
    var decisions = ResolutionRules.decide(order.action(), rows(tx, order));
    var id = ids.get();
    var by = request.caller().user();
    repository.insert(tx, id, order.action(), by, request.requestId());
    var revisions = revisions(tx, order.action(), decisions);
    var outcomes = outcomes(order.action(), decisions, revisions);
    repository.insert(tx, id, outcomes);
    repository.decide(tx, id, order.action(), decided(decisions, revisions));
    Changes.appendEach(tx, ChangeKind.SUBCLOUD, scopes(decisions));
    AuditTrail.record(
        tx,
        AuditEntry.of(
            request,
            order.action().wireName() + " conflicts",
            "%s, resolution %s".formatted(words(order, outcomes), id)));
    return new View(id, order.action(), by, now(), outcomes);
  }

  private List<Row> rows(Tx tx, Order order) {
    return switch (order.target()) {
      case Target.Fleet _ -> repository.lock(tx, null, null, order.kind());
      case Target.Group(var ref) ->
          repository.lock(
              tx,
              Refs.group(tx, ref, Hold.NONE)
                  .orElseThrow(() -> notFound("Subcloud Group not found")),
              null,
              order.kind());
      case Target.Subcloud(var ref) -> {
        var found =
            Refs.subcloud(tx, ref, Hold.NONE).orElseThrow(() -> notFound("Subcloud not found"));
        yield repository.lock(tx, null, Math.toIntExact(found.id().value()), order.kind());
      }
    };
  }

  /** A revision for each subcloud of which something is forced anew. */
  private Map<SubcloudId, Revision> revisions(Tx tx, Action action, Map<Row, Decision> decisions) {
    var forced = new ArrayList<SubcloudId>();
    decisions.forEach((row, decision) -> {
      if (action == Action.FORCE
          && decision instanceof Decision.Taken(var kinds, _)
          && !kinds.isEmpty()) {
        forced.add(row.id());
      }
    });
    Changes.appendEach(
        tx, ChangeKind.DESIRED, forced.stream().map(id -> new Scope.Subcloud(id.value())).toList());
    var revisions = new LinkedHashMap<SubcloudId, Revision>();
    long last = forced.isEmpty() ? 0 : repository.newest(tx).number();
    for (int i = 0; i < forced.size(); i++) {
      revisions.put(forced.get(i), new Revision(last - forced.size() + 1 + i));
    }
    return revisions;
  }

  private List<Outcome> outcomes(
      Action action, Map<Row, Decision> decisions, Map<SubcloudId, Revision> revisions) {
    var outcomes = new ArrayList<Outcome>();
    decisions.forEach((row, decision) -> {
      var revision = revisions.get(row.id());
      switch (decision) {
        case Decision.Refused(var why) -> outcomes.add(outcome(row, "refused", why, null));
        case Decision.Taken(var kinds, _) when kinds.isEmpty() ->
            outcomes.add(outcome(row, "sent", "ordered before", row.revision()));
        case Decision.Taken(var kinds, _) ->
            outcomes.add(
                action == Action.FORCE
                    ? outcome(row, "sent", "what is wanted is sent: " + kinds, revision)
                    : outcome(row, "open", "the site is asked what it holds: " + kinds, null));
      }
    });
    return outcomes;
  }

  private Outcome outcome(Row row, String state, String details, @Nullable Revision revision) {
    return new Outcome(row.id(), row.name(), state, details, revision, now());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static List<Decided> decided(
      Map<Row, Decision> decisions, Map<SubcloudId, Revision> revisions) {
    var decided = new ArrayList<Decided>();
    decisions.forEach((row, decision) -> {
      if (decision instanceof Decision.Taken(var kinds, var sent)) {
        kinds.forEach(kind -> decided.add(new Decided(row.id(), kind, revisions.get(row.id()))));
        sent.forEach(kind -> decided.add(new Decided(row.id(), kind, null)));
      }
    });
    return decided;
  }

  private static List<Scope.Subcloud> scopes(Map<Row, Decision> decisions) {
    return decisions.entrySet().stream()
        .filter(one -> one.getValue() instanceof Decision.Taken)
        .map(one -> new Scope.Subcloud(one.getKey().id().value()))
        .toList();
  }

  private static String words(Order order, List<Outcome> outcomes) {
    var kind = order.kind();
    long taken = outcomes.stream().filter(one -> !one.state().equals("refused")).count();
    return "%s%s: %d subclouds"
        .formatted(
            switch (order.target()) {
              case Target.Fleet _ -> "fleet";
              case Target.Group(var ref) -> "group " + ref;
              case Target.Subcloud(var ref) -> "subcloud " + ref;
            },
            kind == null ? "" : " " + kind,
            taken);
  }

  private static RefusedException notFound(String detail) {
    return new RefusedException(new ApiError.NotFound(detail));
  }
}
