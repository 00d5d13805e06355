/**
 * What happens to changes that somebody makes at a site: they are repaired, or only told. Pure.
 *
 * <p>Read {@link io.murmuration.sync.drift.DriftRules} for who decides.
 */
@NullMarked
package io.murmuration.sync.drift;

import org.jspecify.annotations.NullMarked;
