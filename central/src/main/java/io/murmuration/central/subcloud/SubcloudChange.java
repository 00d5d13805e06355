package io.murmuration.central.subcloud;

import org.jspecify.annotations.Nullable;

/**
 * New values for an existing subcloud; null leaves a value as it is.
 *
 * @param dataInstall JSON text, secrets masked
 * @param rehomeData JSON text, without secrets
 * @param reset which endpoint statuses become unknown
 */
record SubcloudChange(
    @Nullable String name,
    @Nullable String description,
    @Nullable String location,
    @Nullable String softwareVersion,
    @Nullable Boolean managed,
    @Nullable String deployStatus,
    @Nullable Integer groupId,
    @Nullable String dataInstall,
    @Nullable String rehomeData,
    @Nullable String systemControllerGateway,
    Reset reset) {
  enum Reset {
    NONE,
    ALL_BUT_DC_CERT,
    ALL
  }

  boolean isNothing() {
    return name == null
        && description == null
        && location == null
        && softwareVersion == null
        && managed == null
        && deployStatus == null
        && groupId == null
        && dataInstall == null
        && rehomeData == null
        && systemControllerGateway == null;
  }
}
