package io.murmuration.central.node;

import io.murmuration.central.cluster.lease.NodeLease;
import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;

/** What nodes say of themselves, and the orders about them. Times are the database's own. */
final class NodeRepository {
  private static final String SAY =
      """
      UPDATE node
         SET place = ?, version = ?, state = ?, streams = ?, most_streams = ?, sent_away = ?,
             returned = ?, waits_for = ?
       WHERE incarnation = ?
         AND (place, version, state, streams, most_streams, sent_away, returned, waits_for)
             IS DISTINCT FROM (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ALL =
      """
      SELECT n.incarnation, n.name, n.place, n.version, n.state, n.streams, n.most_streams,
             n.sent_away, n.returned, n.waits_for, n.started_at, d.since, d.who,
             (extract(epoch FROM clock_timestamp() - n.started_at) * 1000)::bigint AS runs_ms,
             (extract(epoch FROM n.lease_until - clock_timestamp()) * 1000)::bigint AS left_ms
        FROM node n
        LEFT JOIN node_drain d ON d.name = n.name
       ORDER BY n.name, n.started_at DESC
      """;

  /** A row that says the same is not written again. */
  void say(Tx tx, UUID incarnation, NodeReport said) {
    tx.sql()
        .execute(
            SAY,
            said.place(),
            said.version(),
            said.state().wireName(),
            said.streams(),
            said.mostStreams(),
            said.sentAway(),
            said.returned(),
            said.waitsFor(),
            incarnation,
            said.place(),
            said.version(),
            said.state().wireName(),
            said.streams(),
            said.mostStreams(),
            said.sentAway(),
            said.returned(),
            said.waitsFor());
  }

  Nodes all(Tx tx) {
    return new Nodes(tx.sql().resultQuery(ALL).fetch().map(NodeRepository::node));
  }

  /** One order at a time, so that the last two nodes are not drained at once. */
  void lockOrders(Tx tx) {
    tx.sql().execute("LOCK TABLE node_drain IN SHARE ROW EXCLUSIVE MODE");
  }

  void drain(Tx tx, String name, String who) {
    tx.sql()
        .execute(
            "INSERT INTO node_drain (name, who) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            name,
            who);
  }

  void resume(Tx tx, String name) {
    tx.sql().execute("DELETE FROM node_drain WHERE name = ?", name);
  }

  private static Node node(Record row) {
    var left = Duration.ofMillis(row.get("left_ms", Long.class));
    var since = row.get("since", Instant.class);
    return new Node(
        row.get("incarnation", UUID.class),
        row.get("name", String.class),
        new NodeReport(
            row.get("place", String.class),
            row.get("version", String.class),
            NodeState.of(row.get("state", String.class)),
            row.get("streams", Integer.class),
            row.get("most_streams", Integer.class),
            row.get("sent_away", Long.class),
            row.get("returned", Integer.class),
            row.get("waits_for", String.class)),
        row.get("started_at", Instant.class),
        Duration.ofMillis(row.get("runs_ms", Long.class)),
        NodeLease.TERM.minus(left),
        left.isPositive(),
        since == null
            ? Optional.empty()
            : Optional.of(new Node.Drain(since, row.get("who", String.class))));
  }
}
