/**
 * Commands that must happen exactly as ordered and at most once: a deployment step, a backup, a
 * reboot. State may be coalesced; commands never.
 *
 * <p>Both halves are pure functions from a durable value and an event to the next durable value and
 * the effects to perform <em>after</em> that value is durable: {@link
 * io.murmuration.sync.operation.OperationMachine} over the hub's row, {@link
 * io.murmuration.sync.operation.LedgerMachine} over the agent's ledger. A crash between the write
 * and the effect is repaired by the next event {@code Connected} or {@code Restarted}.
 */
@NullMarked
package io.murmuration.sync.operation;

import org.jspecify.annotations.NullMarked;
