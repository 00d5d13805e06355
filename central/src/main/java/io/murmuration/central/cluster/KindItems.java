package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.ScopeItems;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What one scope declares, by kind. Immutable. */
record KindItems(Map<Kind, ScopeItems> byKind) {
  static final KindItems NONE = new KindItems(Map.of());

  KindItems {
    byKind = byKind.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(byKind));
  }

  ScopeItems of(Kind kind) {
    return byKind.getOrDefault(kind, ScopeItems.EMPTY);
  }

  boolean has(Kind kind) {
    return byKind.containsKey(kind);
  }

  KindItems with(Kind kind, UnaryOperator<ScopeItems> change) {
    var next = new EnumMap<Kind, ScopeItems>(Kind.class);
    next.putAll(byKind);
    next.put(kind, change.apply(of(kind)));
    return new KindItems(next);
  }
}
