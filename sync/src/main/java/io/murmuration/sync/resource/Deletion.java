package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Revision;

/** A key that is not wanted (any more) since {@code changed}. */
public record Deletion(ItemKey key, Revision changed) {}
