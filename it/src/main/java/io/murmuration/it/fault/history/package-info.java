/**
 * What happened under faults, and whether it was allowed: a {@link
 * io.murmuration.it.fault.history.History} is recorded while a cluster is hurt, and the {@link
 * io.murmuration.it.fault.history.Checker} holds the guarantees against it.
 */
@NullMarked
package io.murmuration.it.fault.history;

import org.jspecify.annotations.NullMarked;
