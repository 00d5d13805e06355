/**
 * Runs the core's apply machine for each kind against a site and a journal.
 *
 * <p>Read {@link io.murmuration.agent.apply.KindWorker}; the rest makes it cheap.
 */
@NullMarked
package io.murmuration.agent.apply;

import org.jspecify.annotations.NullMarked;
