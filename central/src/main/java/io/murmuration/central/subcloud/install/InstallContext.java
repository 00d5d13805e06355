package io.murmuration.central.subcloud.install;

import io.murmuration.central.subcloud.net.IpFamily;
import java.util.Optional;

/**
 * What the rules of install values must know beside the values.
 *
 * @param release that will be installed
 * @param onSite somebody installs at the site: the hub needs no way to the BMC
 * @param bmcPassword as sent beside the file, in base64
 * @param oamFamily of the site's primary OAM network; empty if that is wrong itself
 * @param bootstrapAddress that counts if the values name none; only used on site
 * @param stored values of an earlier call, by key, to help whoever forgot one; without secrets
 */
public record InstallContext(
    String release,
    boolean onSite,
    Optional<String> bmcPassword,
    Optional<IpFamily> oamFamily,
    Optional<String> bootstrapAddress,
    StoredInstall stored) {

  /** Never the password. */
  @Override
  public String toString() {
    return "InstallContext[" + release + (onSite ? ", on site]" : "]");
  }
}
