package io.murmuration.central.cluster.hazelcast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * How this node joins the others.
 *
 * @param clusterName nodes of other names are not joined
 * @param bind IP address of the interface that members talk on; in the clear, so it must be private
 * @param port TCP port; taken as it is, never another one
 * @param members the other nodes as {@code host} or {@code host:port}; may name this one too
 * @param allowPublic bind to a public address all the same
 */
public record ClusterSettings(
    String clusterName, String bind, int port, List<String> members, boolean allowPublic) {
  private static final int MAX_PORT = 65_535;

  public ClusterSettings {
    members = List.copyOf(members);
    if (clusterName.isBlank()) {
      throw new IllegalArgumentException("cluster.name: blank (expected: a name)");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "cluster.port: " + port + " (expected: 1 to " + MAX_PORT + ")");
    }
    if (!allowPublic && !isPrivate(InetAddress.ofLiteral(bind))) {
      throw new IllegalArgumentException(
          "cluster.bind: "
              + bind
              + " (expected: a loopback or private address, because members talk in the clear;"
              + " cluster.allow-public overrides)");
    }
  }

  /** Loopback, RFC 1918, link-local, or fc00::/7 of RFC 4193; never the wildcard. */
  private static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal;
  }
}
