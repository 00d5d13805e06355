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
}
