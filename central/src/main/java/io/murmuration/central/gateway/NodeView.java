package io.murmuration.central.gateway;

import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.WantedSource;
import java.util.concurrent.CompletableFuture;

/** What this node knows of the hub. Any thread; nothing blocks. */
public interface NodeView extends WantedSource {
  /** The newest state, consistent in itself. */
  HubSnapshot snapshot();

  /** The image was not brought up to date for so long that nothing may rest on it. */
  boolean stale();

  /** Completes when the image holds all that was committed before the call; may fail. */
  CompletableFuture<Revision> readIndex();
}
