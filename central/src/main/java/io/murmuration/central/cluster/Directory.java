package io.murmuration.central.cluster;

import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;

/**
 * Which node holds whose stream: a hint for people and for redirects, never a lock. Written in
 * bulk, in the background; a write that fails or takes too long is given up.
 */
public interface Directory {
  void held(Collection<SubcloudId> ids);

  /** Leaves entries alone that another node has taken over. */
  void left(Collection<SubcloudId> ids);
}
