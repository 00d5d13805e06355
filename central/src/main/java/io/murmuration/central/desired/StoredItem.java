package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;

/** A version of an item as it stands in the database. */
record StoredItem(
    Scope scope, Kind kind, ItemKey key, Revision revision, Presence presence, String payload) {

  DeclaredItem asDeclared() {
    return new DeclaredItem(kind, key, presence, payload);
  }

  /** Without the payload: it may be secret. */
  @Override
  public String toString() {
    return scope + " " + asDeclared() + " at " + revision;
  }
}
