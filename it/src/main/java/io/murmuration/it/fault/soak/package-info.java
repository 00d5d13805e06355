/**
 * Fault runs on demand, see {@code deploy/bench.sh faults} and {@code soak}: many agents with
 * measured times, and a long random mix with a fixed seed.
 */
@NullMarked
package io.murmuration.it.fault.soak;

import org.jspecify.annotations.NullMarked;
