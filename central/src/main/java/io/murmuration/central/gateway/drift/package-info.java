/**
 * What of a site differs from what was declared, asked of its agent when a person wants to know.
 *
 * <p>Read {@link io.murmuration.central.gateway.drift.DriftInquiry} for the questions, {@link
 * io.murmuration.central.gateway.drift.DriftRoutes} for the answer.
 */
@NullMarked
package io.murmuration.central.gateway.drift;

import org.jspecify.annotations.NullMarked;
