package io.murmuration.central.external.keystonedb;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Holds no secret.
 *
 * @param url of JDBC, without password
 * @param passwordFile its first line; read for each connection, so that it may be changed
 * @param timeout for a connection, and for each statement
 * @param revocationsKept how long a revocation counts after it was made: as long as a token can
 *     live; an older one is left out, as Keystone itself forgets it
 */
public record KeystoneDatabaseSettings(
    String url, String user, Path passwordFile, Duration timeout, Duration revocationsKept) {}
