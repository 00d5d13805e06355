package io.murmuration.central.subcloud.form;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of {@code PATCH /subclouds/{ref}}, each field checked by itself; null or empty means not
 * given. Unknown parts are ignored, as the contract has it.
 *
 * @param manage true for managed, false for unmanaged
 * @param peerGroup what to join, or {@code none}
 * @param network the fields that ask for network reconfiguration, as sent
 */
public record UpdateForm(
    @Nullable Boolean manage,
    boolean force,
    boolean migrate,
    @Nullable String name,
    @Nullable String description,
    @Nullable String location,
    @Nullable ResourceRef group,
    @Nullable String release,
    @Nullable String peerGroup,
    Map<String, String> network,
    Documents documents) {
  public static final String MANAGEMENT_STATE = "management-state";

  /**
   * What the form brings for installing, reaching and rehoming the site. Passwords in base64.
   *
   * @param bootstrapAddress an IP address
   */
  public record Documents(
      Optional<SiteValues> installValues,
      Optional<SiteValues> bootstrapValues,
      Optional<String> bootstrapAddress,
      Optional<String> bmcPassword,
      Optional<String> sysadminPassword) {
    /** Never the passwords. */
    @Override
    public String toString() {
      return "Documents";
    }
  }
}
