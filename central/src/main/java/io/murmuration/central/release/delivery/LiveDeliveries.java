package io.murmuration.central.release.delivery;

import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import java.util.Optional;

/** How far runs are that this node hears of; rows learn of it at the end only. Thread-safe. */
@FunctionalInterface
public interface LiveDeliveries {
  /** What was told last; details in words. */
  record Told(int percent, String details) {}

  Optional<Told> of(SubcloudId subcloud, OperationId operation);
}
