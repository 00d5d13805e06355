/**
 * Commands of the hub that happen at most once: the ledger, and what runs them.
 *
 * <p>A type of operation implements {@link io.murmuration.agent.operation.OperationType} and is
 * named in the wiring ({@link io.murmuration.agent.operation.OperationSetup}). {@link
 * io.murmuration.agent.operation.AgentOperations} drives the core's {@code LedgerMachine}: it
 * writes the ledger before it starts a run, and before it tells how one ended.
 */
@NullMarked
package io.murmuration.agent.operation;

import org.jspecify.annotations.NullMarked;
