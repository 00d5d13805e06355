package io.murmuration.agent.host;

import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.release.DiskRoom;
import io.murmuration.agent.session.DialGate;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the agents of a host are given.
 *
 * @param blocking threads without a bound; whoever uses them brings one
 * @param newId names journals
 */
record Common(
    HostOptions options,
    SharedWork work,
    DialGate dials,
    Executor blocking,
    DiskRoom disk,
    InstantSource clock,
    Supplier<String> newId,
    Faults faults) {}
