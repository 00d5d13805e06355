package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.resource.Fold;
import io.murmuration.sync.resource.ScopeItems;
import io.murmuration.sync.resource.WantedSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Folds scopes into wanted sets and remembers them, so that all subclouds with the same scopes get
 * the same object. Valid for one state of the items. Thread-safe.
 */
final class WantedFolds {
  /** Sets remembered at most per map; beyond it a set is folded each time it is asked for. */
  private static final int REMEMBERED = 50_000;

  private final Digester digester;
  private final Map<SharedKey, WantedSet> shared;
  private final Map<OwnKey, WantedSet> own = new ConcurrentHashMap<>();

  WantedFolds(Digester digester) {
    this(digester, new ConcurrentHashMap<>());
  }

  private WantedFolds(Digester digester, Map<SharedKey, WantedSet> shared) {
    this.digester = digester;
    this.shared = shared;
  }

  /** For the next state, in which items of the fleet or of groups differ. */
  WantedFolds afterWideChange() {
    return new WantedFolds(digester);
  }

  /** For the next state, in which only subclouds and their own items differ. */
  WantedFolds afterNarrowChange() {
    return new WantedFolds(digester, shared);
  }

  WantedSet nothing(Kind kind) {
    return remember(
        shared,
        new SharedKey(kind, 0, List.of()),
        () -> Fold.fold(kind, List.of(), List.of(), digester));
  }

  WantedSet wanted(HubSnapshot hub, SubcloudScopes subcloud, Kind kind) {
    var view = subcloud.view();
    Supplier<WantedSet> fold = () -> fold(hub, subcloud, kind);
    return subcloud.own().has(kind)
        ? remember(own, new OwnKey(kind, view.id()), fold)
        : remember(shared, new SharedKey(kind, view.group(), subcloud.former()), fold);
  }

  private WantedSet fold(HubSnapshot hub, SubcloudScopes subcloud, Kind kind) {
    List<ScopeItems> former =
        subcloud.former().stream().map(group -> hub.group(group).of(kind)).toList();
    return Fold.fold(
        kind,
        List.of(
            hub.fleet().of(kind),
            hub.group(subcloud.view().group()).of(kind),
            subcloud.own().of(kind)),
        former,
        digester);
  }

  private static <K> WantedSet remember(Map<K, WantedSet> sets, K key, Supplier<WantedSet> fold) {
    var known = sets.get(key);
    if (known != null) {
      return known;
    }
    return sets.size() < REMEMBERED ? sets.computeIfAbsent(key, _ -> fold.get()) : fold.get();
  }

  private record SharedKey(Kind kind, long group, List<Long> former) {}

  private record OwnKey(Kind kind, SubcloudId id) {}
}
