/**
 * The system controller: the process a hub runs. This package is its wiring: {@code CentralMain}
 * (command line), {@code CentralConfig} and {@code CentralKeys} (what can be set), {@code
 * CentralServer} (everything, top to bottom). Only here are clocks and chance made.
 */
@NullMarked
package io.murmuration.central;

import org.jspecify.annotations.NullMarked;
