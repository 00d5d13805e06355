package io.murmuration.sync.resource;

import io.murmuration.sync.model.Kind;
import java.util.Set;

/**
 * Which resource types hold secrets: password hashes, keys. Their payloads lie sealed in the
 * database, go only to the agents that need them, and are never shown or logged by either side.
 */
public final class SecretTypes {
  private static final Set<String> OF_PLATFORM = Set.of("sysadmin", "fernet-repo");
  private static final Set<String> OF_IDENTITY = Set.of("user");

  private SecretTypes() {}

  public static boolean isSecret(Kind kind, String type) {
    return switch (kind) {
      case DC_CERT -> true;
      case PLATFORM -> OF_PLATFORM.contains(type);
      case IDENTITY -> OF_IDENTITY.contains(type);
      case FIRMWARE, KUBERNETES, KUBE_ROOTCA, SOFTWARE -> false;
    };
  }
}
