package io.murmuration.central.api.http;

import java.time.Duration;

/**
 * @param host address to listen on
 * @param port 0: any free one
 * @param bodyLimit most bytes of a request's body
 * @param headerLimit most bytes of a request's headers, and of its first line
 * @param bodyTimeout time for a body to arrive
 * @param idleTimeout a connection without a request is closed after this, whether bytes trickle in
 *     or not
 * @param connections at once; further ones are closed
 * @param requests accepted at once, reading their bodies or waiting for a worker; more get 503
 * @param workers endpoints running at once
 * @param workerWait a request waits this long for a worker, then gets 503
 */
public record RestSettings(
    String host,
    int port,
    int bodyLimit,
    int headerLimit,
    Duration bodyTimeout,
    Duration idleTimeout,
    int connections,
    int requests,
    int workers,
    Duration workerWait) {}
