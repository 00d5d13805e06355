/**
 * A Keystone that somebody runs (Identity API v3): {@code KeystoneTokens} asks it what a token
 * stands for, within limits ({@code Guard}: time, calls at once, a circuit breaker); {@code
 * ServiceLogin} keeps the hub's own token; {@code KeystoneIdentities} remembers the answers.
 */
@NullMarked
package io.murmuration.central.external.keystone;

import org.jspecify.annotations.NullMarked;
