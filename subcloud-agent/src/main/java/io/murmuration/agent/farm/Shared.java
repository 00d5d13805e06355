package io.murmuration.agent.farm;

import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.release.DiskRoom;
import io.murmuration.agent.session.DialGate;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the agents of a farm have in common.
 *
 * @param blocking gives operations threads
 * @param newId names journals
 */
record Shared(
    FarmOptions options,
    SharedWork work,
    DialGate dials,
    Latency latency,
    Faults faults,
    Executor blocking,
    DiskRoom disk,
    Supplier<String> newId,
    String version) {}
