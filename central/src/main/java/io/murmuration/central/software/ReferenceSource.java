package io.murmuration.central.software;

import io.murmuration.sync.endpoint.DeviceImage;
import java.util.List;
import java.util.Optional;

/**
 * The system controller's services. Calls block, each for a bounded time. Empty: not found out now,
 * which the implementation logs.
 */
public interface ReferenceSource {
  /** Versions of the deployed releases. */
  Optional<List<String>> software();

  /** The active target version, "" if there is none. */
  Optional<String> kubernetes();

  /** The applied device images. */
  Optional<List<DeviceImage>> firmware();

  /** What this one does not find out, {@code other} may. */
  default ReferenceSource or(ReferenceSource other) {
    var first = this;
    return new ReferenceSource() {
      @Override
      public Optional<List<String>> software() {
        return first.software().or(other::software);
      }

      @Override
      public Optional<String> kubernetes() {
        return first.kubernetes().or(other::kubernetes);
      }

      @Override
      public Optional<List<DeviceImage>> firmware() {
        return first.firmware().or(other::firmware);
      }
    };
  }
}
