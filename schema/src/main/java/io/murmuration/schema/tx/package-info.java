/**
 * Transactions: the only place that begins and ends one, and the proof that one is open. Services
 * hold {@link io.murmuration.schema.tx.Transactions} and hand a {@link io.murmuration.schema.tx.Tx}
 * to repositories, which take it as first argument.
 */
@NullMarked
package io.murmuration.schema.tx;

import org.jspecify.annotations.NullMarked;
