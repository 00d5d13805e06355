/**
 * What nodes know of the hub and of each other. Read in this order:
 *
 * <ul>
 *   <li>{@code NodeIdentity}, {@code NodeLease}: who this node is and whether it is alive
 *   <li>{@code ChangeReader} follows the table {@code change}, brings {@code HubImage} up to it and
 *       then tells the listeners; {@code HubSource} is the SQL behind it
 *   <li>{@code LiveImage}: the latest status of every subcloud, from the own commits and from the
 *       other nodes' {@code LiveStream}
 * </ul>
 *
 * Everything here can be rebuilt from PostgreSQL at any moment, and is when in doubt.
 */
@NullMarked
package io.murmuration.central.cluster;

import org.jspecify.annotations.NullMarked;
