package io.murmuration.central.gateway;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.operation.desk.SessionOperations;
import io.murmuration.central.recovery.conflict.HistoryReports;
import io.murmuration.sync.hub.HubMachine;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.port.StatusSink;

/**
 * What the gateway needs from the rest of the node.
 *
 * @param histories told what sites hold of histories that are not this hub's
 * @param faults told of bugs: where, and what
 */
public record GatewayPorts(
    NodeView node,
    HubMachine machine,
    StatusSink sink,
    SessionOperations operations,
    LaneObserver observer,
    HistoryReports histories,
    LiveImage live,
    GatewayMetrics metrics,
    Faults faults) {}
