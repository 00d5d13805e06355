package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;

/**
 * An item as a subcloud shall have it.
 *
 * @param changed the newest revision at which any of the subcloud's scopes said something about
 *     this key: a site that holds an older revision must be sent the item
 */
public record WantedItem(ItemKey key, Payload payload, Revision changed) {}
