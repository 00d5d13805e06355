package io.murmuration.central.cluster.hazelcast;

import static io.murmuration.central.config.ValueType.bool;
import static io.murmuration.central.config.ValueType.hostAndPort;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.listOf;
import static io.murmuration.central.config.ValueType.matching;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys about the other nodes. */
public final class ClusterKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final int HIGHEST_PORT = 65_535;

  public static final Key<String> NAME =
      key(
          "cluster.name",
          matching("1 to 63 letters, digits, . _ -", "[\\w.-]{1,63}"),
          "murmuration",
          "Nodes of one name find each other. Nodes of other names may share the database.");
  public static final Key<String> HOST =
      key(
          "cluster.host",
          new ValueType<>(
              "an IP address of this machine",
              text -> Optional.of(text).filter(ClusterSettings::isAddress)),
          "127.0.0.1",
          "Address for the other nodes, whose traffic is neither encrypted nor authenticated: private or loopback.");
  public static final Key<Integer> PORT =
      key("cluster.port", integer(1, HIGHEST_PORT), "8123", "Port for the other nodes.");
  public static final Key<List<String>> MEMBERS =
      key(
          "cluster.members",
          listOf(hostAndPort()),
          "",
          "host:port of every node; empty means this one alone.");
  public static final Key<String> KUBERNETES_SERVICE =
      key(
          "cluster.kubernetes-service",
          matching("a DNS name, or empty", "|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"),
          "",
          "Instead of cluster.members: a headless service whose addresses are the nodes', all of them at cluster.port.");
  public static final Key<Boolean> ALLOW_PUBLIC_INTERFACE =
      key(
          "cluster.allow-public-interface",
          bool(),
          "false",
          "Whoever reaches cluster.port may read and forge what nodes tell each other. true: cluster.host may be a public address all the same.");

  private ClusterKeys() {}

  public static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  /** Rules that no key can see alone. */
  public static void requireSense(Values v) {
    v.require(
        ClusterSettings.isPrivate(v.get(HOST)) || v.get(ALLOW_PUBLIC_INTERFACE),
        HOST,
        "a loopback or private IP address, unless cluster.allow-public-interface is true",
        ALLOW_PUBLIC_INTERFACE);
    v.require(
        v.get(KUBERNETES_SERVICE).isEmpty() || v.get(MEMBERS).isEmpty(),
        KUBERNETES_SERVICE,
        "empty, because cluster.members is set",
        MEMBERS);
  }

  public static ClusterSettings settings(Values v) {
    var discovery =
        v.get(KUBERNETES_SERVICE).isEmpty()
            ? new ClusterSettings.Discovery.Listed(v.get(MEMBERS))
            : new ClusterSettings.Discovery.Service(v.get(KUBERNETES_SERVICE));
    return new ClusterSettings(
        v.get(NAME), v.get(HOST), v.get(PORT), discovery, v.get(ALLOW_PUBLIC_INTERFACE));
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}
