package io.murmuration.central.gateway;

import io.murmuration.central.gateway.metrics.GatewayMetrics;

import io.murmuration.central.cluster.LiveImage;

/** What sessions share. */
record SessionServices(
    GatewayConfig config,
    Reception reception,
    Lanes lanes,
    LiveImage live,
    AuditSweeps audits,
    Presence presence,
    Streams streams,
    GatewayMetrics metrics) {}
