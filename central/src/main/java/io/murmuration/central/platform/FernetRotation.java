package io.murmuration.central.platform;

import java.util.Optional;

/** Has the system controller's Keystone rotate its fernet keys. Blocks, within a limit. */
@FunctionalInterface
public interface FernetRotation {
  /** Why it is not known to have happened; empty if it has. */
  Optional<String> rotate();
}
