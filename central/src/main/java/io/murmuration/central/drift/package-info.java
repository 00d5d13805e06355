/**
 * {@code /v1.0/drift-policies}: whether what somebody changes at a site is repaired or only told.
 *
 * <p>Read {@link io.murmuration.central.drift.DriftPolicyRoutes}, then {@link
 * io.murmuration.central.drift.DriftPolicyRules} for the document. Who wins is decided by {@link
 * io.murmuration.sync.drift.DriftRules}.
 */
@NullMarked
package io.murmuration.central.drift;

import org.jspecify.annotations.NullMarked;
