package io.murmuration.central.platform;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What the system controller's sysinv says. Calls block, within limits of their own; empty means
 * that it was not found out, and the log says why.
 */
public interface ControllerPlatform {
  /** A certificate that the system controller has installed; sysinv shows no content. */
  record Certificate(String mode, String signature) {}

  /**
   * The Linux user sysadmin.
   *
   * @param hash secret
   * @param signature empty text if there is none
   * @param lastChange absent at releases that do not know it
   */
  record Sysadmin(String hash, long expiryDays, String signature, OptionalLong lastChange) {
    /** Never the hash. */
    @Override
    public String toString() {
      return "sysadmin";
    }
  }

  Optional<List<Certificate>> certificates();

  Optional<Sysadmin> sysadmin();

  /** Keys by id; secret. */
  Optional<SortedMap<Long, String>> fernetKeys();
}
