package io.murmuration.central.cluster.hazelcast;

import com.google.common.net.InetAddresses;
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
 */
public record ClusterSettings(String clusterName, String bind, int port, List<String> members) {
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
    if (!isPrivate(bind)) {
      throw new IllegalArgumentException(
          "cluster.host: " + bind + " (expected: a loopback or private IP address)");
    }
  }

  /**
   * True for the literal of a loopback, RFC 1918, link-local, or fc00::/7 (RFC 4193) address; never
   * for the wildcard or a name: members talk in the clear.
   */
  public static boolean isPrivate(String text) {
    if (!InetAddresses.isInetAddress(text)) {
      return false;
    }
    InetAddress address = InetAddresses.forString(text);
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal;
  }
}
