package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Presence;

/**
 * One line of a declaration.
 *
 * @param payload canonical JSON; empty unless the item shall be present
 */
record DeclaredItem(Kind kind, ItemKey key, Presence presence, String payload) {}
