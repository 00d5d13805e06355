package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.SecretTypes;

/**
 * One line of a declaration.
 *
 * @param payload canonical JSON; empty unless the item shall be present
 */
record DeclaredItem(Kind kind, ItemKey key, Presence presence, String payload) {

  boolean isSecret() {
    return SecretTypes.isSecret(kind, key.type());
  }

  /** Without the payload: it may be secret. */
  @Override
  public String toString() {
    return kind + "/" + key + " " + presence.wireName();
  }
}
