/** The way of a push, gone before a node takes agents: its first rounds are not its slowest. */
@NullMarked
package io.murmuration.central.gateway.rehearsal;

import org.jspecify.annotations.NullMarked;
