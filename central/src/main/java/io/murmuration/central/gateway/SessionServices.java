package io.murmuration.central.gateway;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.gateway.drift.Inquiries;
import io.murmuration.central.gateway.metrics.GatewayMetrics;

/** What sessions share. */
record SessionServices(
    GatewayConfig config,
    Reception reception,
    Lanes lanes,
    LiveImage live,
    AuditSweeps audits,
    Inquiries inquiries,
    References references,
    Presence presence,
    Streams streams,
    GatewayMetrics metrics) {}
