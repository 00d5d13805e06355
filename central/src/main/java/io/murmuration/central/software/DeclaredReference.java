package io.murmuration.central.software;

import io.murmuration.sync.endpoint.DeviceImage;
import java.util.List;
import java.util.Optional;

/**
 * What an operator declared in the configuration, for a hub whose system controller cannot be
 * asked, or has none.
 *
 * @param software versions of releases; empty: not declared
 * @param kubernetes a version; empty: not declared
 */
public record DeclaredReference(Optional<List<String>> software, Optional<String> kubernetes)
    implements ReferenceSource {
  public DeclaredReference {
    software = software.map(List::copyOf);
  }

  /** Whether anything is declared. */
  public boolean isDeclared() {
    return software.isPresent() || kubernetes.isPresent();
  }

  @Override
  public Optional<List<DeviceImage>> firmware() {
    return Optional.empty();
  }
}
