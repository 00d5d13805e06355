package io.murmuration.central.node;

import java.time.Duration;

/**
 * How agents move between nodes.
 *
 * @param place host:port by which agents reach this node
 * @param version of this build
 * @param mostStreams that this node holds
 * @param movesPerSecond streams that it sends to other nodes
 * @param settled streams are evened out only while every node has run for that long
 * @param stop an orderly stop takes that long at most, until the agents are elsewhere
 */
public record NodeSettings(
    String place,
    String version,
    int mostStreams,
    int movesPerSecond,
    Duration settled,
    Duration stop) {}
