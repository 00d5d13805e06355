package io.murmuration.central.external.keystone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param url with the version, without a slash at the end, e.g. {@code http://192.0.2.1:5000/v3}
 * @param user the hub's own, which may validate tokens
 * @param project of that user
 * @param domain name of the domain of users and projects; projects of others are nobody's
 * @param passwordFile its first line; read at each log-in, so that it may be changed
 * @param timeout for one token, whatever it takes
 * @param calls at once about tokens not seen before, and as many about others; further ones wait as
 *     long as the time-out
 */
public record KeystoneSettings(
    URI url,
    String user,
    String project,
    String domain,
    Path passwordFile,
    Duration timeout,
    int calls) {}
