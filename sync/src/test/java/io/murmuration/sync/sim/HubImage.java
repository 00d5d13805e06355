package io.murmuration.sync.sim;

import io.murmuration.sync.model.History;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.port.WantedSource;
import io.murmuration.sync.resource.Fold;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.ScopeItems;
import io.murmuration.sync.resource.WantedSet;
import io.murmuration.sync.sim.store.Change;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The node's image of what is wanted: changes in, folded sets out. Of one database; another one, or
 * a new history of it, is read as a whole.
 */
final class HubImage implements WantedSource {
  private final Digester digester;
  private final Map<Scope, Map<Kind, ScopeItems>> scopes = new HashMap<>();
  private final Map<Long, Change.View> views = new TreeMap<>();
  private final Map<Key, WantedSet> cache = new HashMap<>();
  final int identity;
  final History history;
  long seq;

  private record Key(Kind kind, long group, long own) {}

  /**
   * @param identity of the database
   */
  HubImage(Digester digester, int identity, History history) {
    this.digester = digester;
    this.identity = identity;
    this.history = history;
  }

  Lineage lineage() {
    return history.eras().getLast().lineage();
  }

  void apply(long revision, Change change) {
    var at = new Revision(revision);
    seq = Math.max(seq, revision);
    switch (change) {
      case Change.Desired(var scope, var kind, var versions) -> {
        var byKind = scopes.computeIfAbsent(scope, _ -> new EnumMap<>(Kind.class));
        var known = byKind.getOrDefault(kind, ScopeItems.EMPTY);
        byKind.put(kind, known.with(at, Revision.NONE, versions));
        forget(scope);
      }
      case Change.Subcloud(var id, var view, var rescoped) -> {
        views.put(id, view);
        if (rescoped) {
          var own = new Scope.Subcloud(id);
          var byKind = scopes.computeIfAbsent(own, _ -> new EnumMap<>(Kind.class));
          for (var kind : Setup.KINDS) {
            var known = byKind.getOrDefault(kind, ScopeItems.EMPTY);
            byKind.put(kind, known.with(at, at, List.of()));
          }
          forget(own);
        }
      }
      case Change.Deleted(var id) -> views.remove(id);
      case Change.Operation _ -> {}
    }
  }

  private void forget(Scope scope) {
    if (scope instanceof Scope.Subcloud(var id)) {
      var view = views.get(id);
      for (var kind : Setup.KINDS) {
        cache.remove(new Key(kind, view == null ? 0 : view.group(), id));
      }
    } else {
      cache.clear();
    }
  }

  Change.@Nullable View view(long id) {
    return views.get(id);
  }

  @Override
  public WantedSet wanted(SubcloudId id, Kind kind) {
    var view = views.get(id.value());
    long group = view == null ? 0 : view.group();
    var own = of(new Scope.Subcloud(id.value()), kind);
    var key = new Key(kind, group, own.equals(ScopeItems.EMPTY) ? 0 : id.value());
    var known = cache.get(key);
    if (known != null) {
      return known;
    }
    var former = new ArrayList<ScopeItems>();
    if (view != null) {
      view.former().forEach(left -> former.add(of(new Scope.Group(left), kind)));
    }
    var folded =
        Fold.fold(
            kind,
            List.of(of(Scope.FLEET, kind), of(new Scope.Group(group), kind), own),
            former,
            digester);
    cache.put(key, folded);
    return folded;
  }

  private ScopeItems of(Scope scope, Kind kind) {
    var byKind = scopes.get(scope);
    return byKind == null ? ScopeItems.EMPTY : byKind.getOrDefault(kind, ScopeItems.EMPTY);
  }
}
