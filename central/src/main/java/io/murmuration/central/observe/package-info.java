/**
 * What an operator sees of a running node: faults, health, metrics, log lines. Other packages
 * register facts here ({@link io.murmuration.central.observe.HealthCheck}, meters) and never learn
 * who reads them.
 */
@NullMarked
package io.murmuration.central.observe;

import org.jspecify.annotations.NullMarked;
