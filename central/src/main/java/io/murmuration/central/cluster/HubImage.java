package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.WantedSource;
import io.murmuration.sync.resource.WantedSet;
import java.util.Collection;
import java.util.Optional;

/**
 * This node's copy of what is wanted and of the subclouds' rows. Written by {@link ChangeReader}
 * only; any thread may read it, without waiting.
 *
 * <p>Each method reads the newest state; who needs two facts of the same state takes {@link
 * #snapshot} once.
 */
public final class HubImage implements WantedSource {
  private volatile HubSnapshot snapshot;

  HubImage(HubSnapshot first) {
    this.snapshot = first;
  }

  public HubSnapshot snapshot() {
    return snapshot;
  }

  public Optional<SubcloudView> subcloud(SubcloudId id) {
    return snapshot.subcloud(id);
  }

  /** Empty for a subcloud that is not, or not any more. */
  @Override
  public WantedSet wanted(SubcloudId id, Kind kind) {
    return snapshot.wanted(id, kind);
  }

  public Revision revision() {
    return snapshot.revision();
  }

  public HubEpochs epochs() {
    return snapshot.epochs();
  }

  public Collection<SubcloudView> subclouds() {
    return snapshot.subclouds();
  }

  void become(HubSnapshot next) {
    snapshot = next;
  }
}
