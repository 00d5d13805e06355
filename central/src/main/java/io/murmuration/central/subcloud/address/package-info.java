/** The networks of all subclouds, in memory and up to date with the database. */
@NullMarked
package io.murmuration.central.subcloud.address;

import org.jspecify.annotations.NullMarked;
