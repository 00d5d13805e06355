/**
 * A cluster of real processes that can be hurt: central nodes, one PostgreSQL, farms of agents, and
 * a proxy on every way between them.
 */
@NullMarked
package io.murmuration.it.fault.world;

import org.jspecify.annotations.NullMarked;
