/**
 * One agent put together: what it answers to the hub and tells without being asked.
 *
 * <p>Read {@link io.murmuration.agent.runtime.Agent}.
 */
@NullMarked
package io.murmuration.agent.runtime;

import org.jspecify.annotations.NullMarked;
