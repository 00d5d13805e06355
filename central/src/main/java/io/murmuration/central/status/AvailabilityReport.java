package io.murmuration.central.status;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;

/** What a session says about its subcloud's availability. */
public record AvailabilityReport(SubcloudId id, SessionEpoch epoch, Availability availability) {}
