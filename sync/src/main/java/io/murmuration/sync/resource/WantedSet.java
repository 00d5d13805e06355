package io.murmuration.sync.resource;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import java.util.List;

/**
 * Everything a subcloud shall have of one kind; shared by all subclouds with the same scopes.
 * Immutable.
 *
 * @param revision highest head of the scopes
 * @param fullBefore a site that holds an older revision than this is sent everything
 * @param items by key
 * @param deletions keys that some scope once declared and that are not wanted now, by key
 * @param digest root digest over {@code items}
 */
public record WantedSet(
    Kind kind,
    Revision revision,
    Revision fullBefore,
    List<WantedItem> items,
    List<Deletion> deletions,
    Digest digest) {

  public WantedSet {
    items = List.copyOf(items);
    deletions = List.copyOf(deletions);
  }
}
