package io.murmuration.it.fault.world;

import io.murmuration.agent.farm.Token;
import io.murmuration.it.fault.net.Condition;
import io.murmuration.it.fault.net.FaultProxy;
import io.murmuration.it.fault.net.Link;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Ports;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Nodes that share a PostgreSQL, and farms whose agents know all nodes. Agents reach nodes, nodes
 * reach the database, and nodes reach each other through one proxy. Everything runs on loopback
 * addresses.
 */
public final class World implements AutoCloseable {
  /** What all nodes of a cluster have the same. */
  private static final List<String> SHARED =
      List.of("master.key", "tokens", "users.yaml", "admin.token");

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final WorldOptions options;
  private final FaultProxy proxy = FaultProxy.start();
  private final DatabaseServer database;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Sites> farms = new ArrayList<>();

  private World(WorldOptions options) {
    this.options = options;
    this.database = DatabaseServer.start(options.dir().resolve("postgres"));
  }

  /** Returns when all nodes serve and know each other, and every agent has a stream. */
  public static World start(WorldOptions options) {
    var world = new World(options);
    try {
      world.startNodes();
      world.startFarms();
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  public List<Node> nodesUp() {
    return nodes.stream().filter(Node::isUp).toList();
  }

  public List<Sites> farms() {
    return List.copyOf(farms);
  }

  public DatabaseServer database() {
    return database;
  }

  public int agents() {
    return options.agents();
  }

  public int connected() {
    return farms.stream().mapToInt(Sites::connected).sum();
  }

  public int holding(long revision) {
    return farms.stream().mapToInt(farm -> farm.holding(revision)).sum();
  }

  /** Nothing passes between the node and the others, who still reach each other. */
  public void isolate(Node node, Condition condition) {
    for (var other : nodes) {
      if (other == node) {
        node.members().set(condition);
      } else {
        other
            .members()
            .set(peer -> peer.equals(node.address()) ? condition : Condition.WELL);
      }
    }
  }

  /** All ways between nodes are well. */
  public void join() {
    nodes.forEach(node -> node.members().set(Condition.WELL));
  }

  /** All ways are well. */
  public void heal() {
    join();
    nodes.forEach(node -> {
      node.agents().set(Condition.WELL);
      node.database().set(Condition.WELL);
    });
  }

  private void startNodes() {
    int count = options.nodes();
    var ports = Ports.free(2 * count);
    var ways = new ArrayList<Node.Ways>();
    for (int i = 0; i < count; i++) {
      var address = loopback(i);
      ways.add(
          new Node.Ways(
              link("127.0.0.1", new InetSocketAddress("127.0.0.1", ports[2 * i])),
              link("127.0.0.1", new InetSocketAddress("127.0.0.1", database.port())),
              link(address, new InetSocketAddress(address, ports[2 * i + 1]))));
    }
    nodes.add(node(0, ports, ways)); // makes the keys that the others are given
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Node>> others = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        int number = i;
        others.add(workers.submit(() -> node(number, ports, ways)));
      }
      for (var other : others) {
        nodes.add(other.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Node node(int number, int[] ports, List<Node.Ways> ways) {
    var name = "node-" + (number + 1);
    var dir = options.dir().resolve(name);
    if (number > 0) {
      copyShared(nodes.getFirst().hub().dir(), dir);
    }
    var own = ways.get(number);
    var settings = database.settings();
    Map<String, String> environment = new HashMap<>(options.settings());
    environment.put("MURMURATION_NODE_NAME", name);
    environment.put("MURMURATION_DATABASE_URL", database.url(own.database().address().getPort()));
    environment.put("MURMURATION_DATABASE_USER", settings.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", settings.password());
    environment.put("MURMURATION_AGENTS_PORT", Integer.toString(ports[2 * number]));
    environment.put("MURMURATION_AGENTS_ADVERTISED", list(ways, Node.Ways::agents));
    environment.put("MURMURATION_CLUSTER_HOST", loopback(number));
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(ports[2 * number + 1]));
    environment.put("MURMURATION_CLUSTER_MEMBERS", list(ways, Node.Ways::members));
    var jvm = new ArrayList<>(options.nodeJvm());
    // No interface names this address, and the others reach Hazelcast there through the proxy.
    jvm.add("-Dhazelcast.local.localAddress=" + loopback(number));
    jvm.add("-Dhazelcast.local.publicAddress=" + own.members().hostPort());
    return new Node(name, HubProcess.start(dir, jvm, environment), own);
  }

  private static String list(List<Node.Ways> ways, Function<Node.Ways, Link> which) {
    return ways.stream().map(which).map(Link::hostPort).collect(Collectors.joining(","));
  }

  private static void copyShared(Path from, Path to) {
    try {
      var data = Files.createDirectories(to.resolve("central"));
      for (var name : SHARED) {
        Files.copy(
            from.resolve("central").resolve(name),
            data.resolve(name),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startFarms() {
    var hub = nodes.getFirst().hub();
    Fleet.create(hub.rest(), 1, options.agents(), 1);
    Fleet.manage(hub.rest(), 1, options.agents());
    var addresses = nodes.stream().map(node -> node.agents().hostPort()).toList();
    int first = 1;
    for (int i = 0; i < options.farms(); i++) {
      int last = options.agents() * (i + 1) / options.farms();
      farms.add(farm("farm-" + (i + 1), first, last, String.join(",", addresses)));
      first = last + 1;
    }
    Watch.until("all agents connected", LIMIT, () -> connected() == options.agents());
  }

  private Sites farm(String name, int first, int last, String addresses) {
    var hub = nodes.getFirst().hub();
    var tokens = options.dir().resolve(name + ".tokens");
    var trust = options.dir().resolve("trust.pem");
    Fleet.tokens(hub.rest(), first, last, tokens, trust);
    var data = options.journals().resolve(name);
    return new Sites(
        subclouds(tokens),
        data,
        () ->
            FarmProcess.start(
                hub,
                data,
                tokens,
                trust,
                options.farmJvm(),
                List.of("--hub", addresses, "--longest-delay", "5", "--lanes", "1")));
  }

  /** The hub answers in an order of its own. */
  private static List<String> subclouds(Path tokens) {
    try {
      return Token.read(tokens).stream().map(Token::subcloud).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Token.InvalidTokensException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String loopback(int node) {
    return "127.77.0." + (node + 1);
  }

  private Link link(String host, InetSocketAddress target) {
    return proxy.link(new InetSocketAddress(host, 0), target);
  }

  /** What went wrong in the proxy itself; none is expected. */
  public List<Exception> faults() {
    return proxy.faults();
  }

  @Override
  public void close() {
    heal();
    farms.forEach(Sites::close);
    nodes.forEach(Node::close);
    database.close();
    proxy.close();
    TreeDeleter.delete(options.journals());
  }
}
