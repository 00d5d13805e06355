/**
 * Keystone's tables as items of kind {@code identity}: which columns an item is made of and how
 * they are read, the same for the hub, which reads the central Keystone, and for an agent, which
 * reads its site's. So equal rows are equal bytes, and only unequal ones are written.
 *
 * <p>Read {@link io.murmuration.proto.keystone.IdentityType} for what an item is, then {@link
 * io.murmuration.proto.keystone.IdentityReader}. The tables are those of Keystone's own schema
 * (releases Yoga to Antelope; columns that a release lacks are left out, which is not the same as
 * empty).
 *
 * <p>Where the tables are out of reach, {@link io.murmuration.proto.keystone.RestReader} makes the
 * same items of what dcdbsync and Keystone answer over REST.
 */
@NullMarked
package io.murmuration.proto.keystone;

import org.jspecify.annotations.NullMarked;
