package io.murmuration.central.auth.builtin.api;

import org.jspecify.annotations.Nullable;

/**
 * @param host address to listen on
 * @param port 0: any free one
 * @param region in the catalog
 * @param url of this service for clients, without a version; null: where they have reached it
 * @param restUrl of the REST side in the catalog; null: this node's
 * @param connections at once; further ones are closed
 * @param requests worked on at once; more get 503
 */
public record IdentitySettings(
    String host,
    int port,
    String region,
    @Nullable String url,
    @Nullable String restUrl,
    int connections,
    int requests) {}
