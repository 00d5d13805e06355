package io.murmuration.sync.port;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedSet;

/** The node's image of what is wanted. Immutable sets; the same object for the same scopes. */
public interface WantedSource {
  WantedSet wanted(SubcloudId id, Kind kind);
}
