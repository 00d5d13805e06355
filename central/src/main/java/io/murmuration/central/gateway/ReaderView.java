package io.murmuration.central.gateway;

import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedSet;
import java.util.concurrent.CompletableFuture;

/** The node's view as the change reader keeps it. */
public final class ReaderView implements NodeView {
  private final ChangeReader reader;

  public ReaderView(ChangeReader reader) {
    this.reader = reader;
  }

  @Override
  public HubSnapshot snapshot() {
    return reader.image().snapshot();
  }

  @Override
  public boolean stale() {
    return reader.stale();
  }

  @Override
  public CompletableFuture<Revision> readIndex() {
    return reader.readIndex();
  }

  @Override
  public WantedSet wanted(SubcloudId id, Kind kind) {
    return reader.image().wanted(id, kind);
  }
}
