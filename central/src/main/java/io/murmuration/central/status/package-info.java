/**
 * What is known about each subcloud, made durable: reports of the lanes go in, rows and live state
 * come out, and how a change spreads is counted.
 *
 * <ul>
 *   <li>{@link io.murmuration.central.status.StatusWriter}: coalesces reports and writes them in
 *       bulk, fenced on the row;
 *   <li>{@link io.murmuration.central.status.Convergence}: how far the last changes have come.
 * </ul>
 */
@NullMarked
package io.murmuration.central.status;

import org.jspecify.annotations.NullMarked;
