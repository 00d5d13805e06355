/**
 * The HTTP server behind {@code api}: the only code that knows Vert.x. Read {@link
 * io.murmuration.central.api.http.RestServer} (listener, connections), then {@link
 * io.murmuration.central.api.http.Exchange} (one request: route, admission, caller, body, endpoint,
 * answer).
 *
 * <p>A contract client must never meet a library's own error page: everything that goes wrong,
 * broken request lines included, is answered by {@link io.murmuration.central.api.http.ErrorPage}.
 */
@NullMarked
package io.murmuration.central.api.http;

import org.jspecify.annotations.NullMarked;
