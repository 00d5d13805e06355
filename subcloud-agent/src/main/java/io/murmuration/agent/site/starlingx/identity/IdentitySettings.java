package io.murmuration.agent.site.starlingx.identity;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the agent keeps the identities of its site's Keystone. Holds no secret.
 *
 * @param memcached caches that Keystone keeps tokens and users in; may be empty
 * @param adminCommand run before the password rows of {@code admin} change, so that whoever keeps
 *     that password beside Keystone (the platform's keyring) learns it first; empty: nobody does
 */
public record IdentitySettings(
    Way way, List<InetSocketAddress> memcached, List<String> adminCommand, Duration adminPatience) {
  public IdentitySettings {
    memcached = List.copyOf(memcached);
    adminCommand = List.copyOf(adminCommand);
  }

  /** The way to Keystone's tables. */
  public sealed interface Way {
    /**
     * @param url of JDBC, without password
     * @param passwordFile its first line; read for each connection, so that it may be changed
     * @param statement longest time of a statement
     */
    record Tables(String url, String user, Path passwordFile, Duration connect, Duration statement)
        implements Way {}

    /**
     * @param dcdbsync without path
     */
    record Dcdbsync(URI dcdbsync) implements Way {}
  }
}
