/**
 * The words that features use to offer REST resources: a {@link io.murmuration.central.api.Feature}
 * mounts {@link io.murmuration.central.api.Endpoint}s on an {@link
 * io.murmuration.central.api.ApiRouter}; an endpoint turns a {@link
 * io.murmuration.central.api.Request} into an {@link io.murmuration.central.api.Answer}. The server
 * behind it is in {@code api.http}; no feature sees it.
 */
@NullMarked
package io.murmuration.central.api;

import org.jspecify.annotations.NullMarked;
