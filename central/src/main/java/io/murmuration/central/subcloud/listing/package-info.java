/**
 * What reads of subclouds are served from: a copy of the inventory in memory, with the statuses as
 * they are told live, each subcloud already encoded. A list of thousands costs no walk through the
 * database and no serialiser. Read in this order:
 *
 * <ul>
 *   <li>{@code FleetImage}: keeps itself up to date by the change reader and the live image, which
 *       leave {@code Notes}
 *   <li>{@code FleetView}: all subclouds at one moment; {@code Row}: one of them
 *   <li>{@code RecordText}, {@code StatusText}: a row's bytes, made once per change
 *   <li>{@code ListQuery}: which rows and keys a caller wants; {@code ListContent}: their bytes
 * </ul>
 */
@NullMarked
package io.murmuration.central.subcloud.listing;

import org.jspecify.annotations.NullMarked;
