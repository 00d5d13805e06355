/**
 * What nodes know of the hub and of each other. Read in this order:
 *
 * <ul>
 *   <li>{@code NodeIdentity}: who this node is; {@code lease} keeps it alive in the database
 *   <li>{@code ChangeReader} follows the table {@code change}, brings {@code HubImage} up to it and
 *       then tells the listeners; {@code HubSource} is the SQL behind it
 *   <li>{@code LiveImage}: the latest status of every subcloud, from the own commits and from the
 *       other nodes' {@code LiveStream}
 *   <li>{@code live} and {@code hazelcast}: how the nodes hear of each other
 * </ul>
 *
 * Everything here can be rebuilt from PostgreSQL at any moment, and is when in doubt.
 */
@NullMarked
package io.murmuration.central.cluster;

import org.jspecify.annotations.NullMarked;
