package io.murmuration.central.subcloud;

import io.murmuration.central.subcloud.bootstrap.SitePlan;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud that is about to be added.
 *
 * @param rehomeData JSON text, without any password; null but for a secondary subcloud
 */
record NewSubcloud(
    SitePlan plan,
    String softwareVersion,
    String deployStatus,
    String regionName,
    int groupId,
    @Nullable String rehomeData) {}
