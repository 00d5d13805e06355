package io.murmuration.sync.operation;

import io.murmuration.sync.model.Payload;

/**
 * What is ordered; never changes.
 *
 * @param mutating at most one such operation of a subcloud runs at a time
 * @param hubEpoch of the hub that ordered it: an agent that has seen a later one refuses it
 */
public record Order(
    OperationId id,
    String type,
    Payload arguments,
    boolean mutating,
    AfterCrash afterCrash,
    long hubEpoch) {}
