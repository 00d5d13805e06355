package io.murmuration.central.cluster;

import io.murmuration.central.cluster.HubRepository.KnownHead;
import io.murmuration.central.cluster.HubRepository.ScopeRow;
import io.murmuration.central.cluster.HubRepository.SubcloudRow;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.sync.drift.DriftRules;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.ScopeItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From one snapshot and what changed to the next snapshot: says what must be read for it, and lays
 * what was read over the old. Pure.
 */
final class HubDelta {
  private final HubSnapshot known;
  private final Set<SubcloudId> touched = new LinkedHashSet<>();
  private final Set<SubcloudId> deleted = new LinkedHashSet<>();
  private final Set<Scope> declared = new LinkedHashSet<>();
  private boolean everySubcloud;
  private boolean drift;

  HubDelta(HubSnapshot known, List<Change> changes) {
    this.known = known;
    for (var change : changes) {
      switch (change.what()) {
        case DESIRED -> declared.add(change.scope());
        case SUBCLOUD, SUBCLOUD_DELETED -> note(change);
        case DRIFT_POLICY, GROUP -> drift = true; // a policy is called by its group's name
        case REVOCATION,
            AUDIT_SOFTWARE,
            AUDIT_KUBERNETES,
            AUDIT_KUBE_ROOTCA,
            REFERENCE,
            OPERATION -> {} // not part of the image
      }
    }
    touched.removeAll(deleted);
  }

  private void note(Change change) {
    if (change.scope() instanceof Scope.Subcloud(long id)) {
      boolean gone = change.what() == ChangeKind.SUBCLOUD_DELETED;
      (gone ? deleted : touched).add(new SubcloudId(id));
    } else {
      everySubcloud = true;
    }
  }

  /** A change of subclouds that does not name one: everything must be read. */
  boolean touchesEverySubcloud() {
    return everySubcloud;
  }

  /** What scopes say about drift may have changed, or how they are called. */
  boolean touchesDrift() {
    return drift;
  }

  Set<SubcloudId> touched() {
    return touched;
  }

  /** Scopes whose heads may have moved; a move between groups moves a subcloud's own head. */
  List<KnownHead> heads() {
    var scopes = new LinkedHashSet<>(declared);
    touched.forEach(id -> scopes.add(new Scope.Subcloud(id.value())));
    var heads = new ArrayList<KnownHead>();
    for (var scope : scopes) {
      var items = items(scope);
      for (var kind : Kind.values()) {
        heads.add(new KnownHead(scope, kind, items.of(kind).head()));
      }
    }
    return heads;
  }

  /**
   * @param rules null if they did not change
   */
  HubSnapshot next(
      Revision revision,
      List<SubcloudRow> subcloudRows,
      List<ScopeRow> scopeRows,
      @Nullable DriftRules rules) {
    var items = new HashMap<Scope, KindItems>();
    merge(scopeRows, items, this::items);
    var groups = new HashMap<>(known.groups());
    items.forEach((scope, now) -> {
      if (scope instanceof Scope.Group(long id)) {
        groups.put(id, now);
      }
    });
    boolean wide = items.keySet().stream().anyMatch(scope -> !(scope instanceof Scope.Subcloud));
    return new HubSnapshot(
        revision,
        known.epochs(),
        known.hold(),
        items.getOrDefault(Scope.FLEET, known.fleet()),
        groups,
        subclouds(subcloudRows, items),
        rules == null ? known.driftRules() : rules,
        wide ? known.folds().afterWideChange() : known.folds().afterNarrowChange());
  }

  private Map<SubcloudId, SubcloudScopes> subclouds(
      List<SubcloudRow> rows, Map<Scope, KindItems> items) {
    boolean same =
        touched.isEmpty()
            && deleted.isEmpty()
            && items.keySet().stream().noneMatch(Scope.Subcloud.class::isInstance);
    if (same) {
      return known.scopes();
    }
    var next = new HashMap<>(known.scopes());
    next.keySet().removeAll(deleted);
    next.keySet().removeAll(touched);
    for (var row : rows) {
      var before = known.scopes().get(row.view().id());
      var own = before == null ? KindItems.NONE : before.own();
      next.put(row.view().id(), new SubcloudScopes(row.view(), row.former(), own));
    }
    items.forEach((scope, own) -> {
      if (scope instanceof Scope.Subcloud(long id)) {
        next.computeIfPresent(
            new SubcloudId(id), (_, row) -> new SubcloudScopes(row.view(), row.former(), own));
      }
    });
    return next;
  }

  private KindItems items(Scope scope) {
    return switch (scope) {
      case Scope.Fleet _ -> known.fleet();
      case Scope.Group(var id) -> known.group(id);
      case Scope.Subcloud(var id) -> {
        var subcloud = known.scopes().get(new SubcloudId(id));
        yield subcloud == null ? KindItems.NONE : subcloud.own();
      }
    };
  }

  /** Lays {@code rows} over what {@code before} knew of their scopes, one merge per head. */
  static void merge(
      List<ScopeRow> rows,
      Map<Scope, KindItems> into,
      java.util.function.Function<Scope, KindItems> before) {
    record Head(Scope scope, Kind kind) {}
    var byHead = new HashMap<Head, List<ScopeRow>>();
    for (var row : rows) {
      byHead.computeIfAbsent(new Head(row.scope(), row.kind()), _ -> new ArrayList<>()).add(row);
    }
    byHead.forEach((head, of) -> {
      var versions = of.stream().map(ScopeRow::item).filter(java.util.Objects::nonNull).toList();
      var first = of.getFirst();
      var items = into.getOrDefault(head.scope, before.apply(head.scope));
      into.put(
          head.scope,
          items.with(
              head.kind,
              (ScopeItems known) -> known.with(first.head(), first.rescoped(), versions)));
    });
  }
}
