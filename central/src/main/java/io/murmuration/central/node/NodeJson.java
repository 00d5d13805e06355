package io.murmuration.central.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Nodes as JSON. Stateless. */
final class NodeJson {
  private NodeJson() {}

  static ObjectNode of(List<Node> nodes) {
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("nodes");
    nodes.forEach(node -> array.add(of(node)));
    return json;
  }

  static ObjectNode of(Node node) {
    var said = node.said();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", node.name())
            .put("incarnation", node.incarnation().toString())
            .put("health", health(node))
            .put("state", said.state().wireName())
            .put("address", said.place().isEmpty() ? null : said.place())
            .put("version", said.isSaid() ? said.version() : null)
            .put("streams", said.streams())
            .put("most-streams", said.mostStreams())
            .put("started-at", node.startedAt().toString())
            .put("lease-age-ms", Math.max(0, node.leaseAge().toMillis()));
    node.drain()
        .ifPresentOrElse(
            drain ->
                json.putObject("drain")
                    .put("since", drain.since().toString())
                    .put("by", drain.who())
                    .put("left", said.streams())
                    .put("sent-away", said.sentAway())
                    .put("returned", said.returned())
                    .put("waits-for", said.waitsFor().isEmpty() ? null : said.waitsFor()),
            () -> json.putNull("drain"));
    return json;
  }

  /** A node that cannot renew its lease may well hold its streams all the same. */
  private static String health(Node node) {
    return node.alive() ? "ok" : "lease-expired";
  }
}
