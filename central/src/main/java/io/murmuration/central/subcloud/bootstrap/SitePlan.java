package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * What remains of correct bootstrap values for the inventory: of a dual-stack pair the primary
 * address only, of management and admin network the one that is used to reach the site.
 */
public record SitePlan(
    String name,
    @Nullable String description,
    @Nullable String location,
    IpNetwork subnet,
    IpRange range,
    IpAddress gateway,
    IpAddress systemControllerGateway,
    IpFamily oamFamily) {}
