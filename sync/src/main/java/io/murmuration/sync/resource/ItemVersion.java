package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;

/**
 * What one scope says about one item since {@code revision}. The payload counts only if PRESENT.
 */
public record ItemVersion(ItemKey key, Revision revision, Presence presence, Payload payload) {}
