package io.murmuration.central.cluster.hazelcast;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * How this node joins the others.
 *
 * @param clusterName nodes of other names are not joined
 * @param bind IP address of the interface that members talk on
 * @param port TCP port; taken as it is, never another one
 * @param publicAllowed {@code bind} may be a public address, although members talk in the clear and
 *     do not know each other
 */
public record ClusterSettings(
    String clusterName, String bind, int port, Discovery discovery, boolean publicAllowed) {
  private static final int MAX_PORT = 65_535;

  /** Where the others are. Nothing is asked of the network that is not named here. */
  public sealed interface Discovery {
    /**
     * @param members the other nodes as {@code host} or {@code host:port}; may name this one too;
     *     empty: there are none
     */
    record Listed(List<String> members) implements Discovery {
      public Listed {
        members = List.copyOf(members);
      }
    }

    /**
     * @param dnsName has the address of every node, as a headless service in Kubernetes does; all
     *     have the same port
     */
    record Service(String dnsName) implements Discovery {}
  }

  public ClusterSettings {
    if (clusterName.isBlank()) {
      throw new IllegalArgumentException("cluster.name: blank (expected: a name)");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "cluster.port: " + port + " (expected: 1 to " + MAX_PORT + ")");
    }
    if (!isAddress(bind) || !(publicAllowed || isPrivate(bind))) {
      throw new IllegalArgumentException(
          "cluster.host: " + bind + " (expected: a loopback or private IP address)");
    }
  }

  /** As above, of a node that knows the others by a list, on a private address. */
  public static ClusterSettings listed(
      String clusterName, String bind, int port, List<String> members) {
    return new ClusterSettings(clusterName, bind, port, new Discovery.Listed(members), false);
  }

  /** True for the literal of an address; never for the wildcard, a multicast address or a name. */
  public static boolean isAddress(String text) {
    if (!InetAddresses.isInetAddress(text)) {
      return false;
    }
    var address = InetAddresses.forString(text);
    return !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  /**
   * True for the literal of a loopback, RFC 1918, link-local, or fc00::/7 (RFC 4193) address; never
   * for the wildcard or a name: members talk in the clear.
   */
  public static boolean isPrivate(String text) {
    if (!isAddress(text)) {
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
