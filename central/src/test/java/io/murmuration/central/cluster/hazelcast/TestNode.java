package io.murmuration.central.cluster.hazelcast;

import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.live.LiveReload;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a node has for the others, over a shared database. */
final class TestNode {
  final NodeIdentity node;
  final HazelcastNode cluster;
  final ChangeReader reader;
  final LiveImage image;
  final LiveReload reload;
  final TopicNudges nudges;
  final TopicLiveStream stream;
  final MapDirectory directory;
  final TopicQuestions questions;
  private final Fixture fixture;

  TestNode(int number, ClusterSettings settings, TestDatabase database, Fixture fixture) {
    this.fixture = fixture;
    node = new NodeIdentity(new UUID(0, number), "node-" + number);
    cluster = HazelcastNode.start(settings, node);
    reader = fixture.reader();
    image = new LiveImage(node.incarnation(), System::nanoTime);
    var transactions = database.database().transactions();
    reload = new LiveReload(transactions, image, System::nanoTime, this::fault);
    nudges = new TopicNudges(cluster, reader, this::fault);
    stream =
        new TopicLiveStream(
            cluster, node, image, reload, () -> true, System::nanoTime, this::fault);
    directory = new MapDirectory(cluster, node.name(), this::fault);
    questions = new TopicQuestions(cluster, node.name(), this::fault);
  }

  void close() {
    questions.close();
    directory.close();
    stream.close();
    nudges.close();
    reload.close();
    reader.close();
    cluster.close();
  }

  /** No goodbye, nothing handed over; the rest of the node goes on. */
  void loseMembership() {
    cluster.instance().getLifecycleService().terminate();
  }

  private void fault(String where, Throwable bug) {
    fixture.faults.add(new AssertionError(where, bug));
  }

  static List<Integer> freePorts(int number) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < number; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }
}
