package io.murmuration.central.gateway;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.central.operation.desk.SessionOperations;

/** What sessions share. */
record SessionServices(
    GatewayConfig config,
    Reception reception,
    Lanes lanes,
    LiveImage live,
    SessionOperations operations,
    AuditSweeps audits,
    References references,
    Presence presence,
    Streams streams,
    GatewayMetrics metrics) {}
