package io.murmuration.central.external.dcdbsync;

import io.murmuration.central.external.keystone.KeystoneSettings;
import java.net.URI;
import java.time.Duration;

/**
 * Holds no secret.
 *
 * @param dcdbsync without path
 * @param keystone who the hub is there
 * @param timeout for one list
 * @param revocationsKept how long a revocation counts after it was made
 */
public record DcdbsyncSettings(
    URI dcdbsync, KeystoneSettings keystone, Duration timeout, Duration revocationsKept) {}
