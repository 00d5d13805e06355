package io.murmuration.central.cluster.lease;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.schema.tx.Tx;
import java.time.Duration;

/** The table {@code node}. Times are the database's own. */
final class NodeRepository {
  /**
   * Also brings back a row that was cleared away after a long absence. What a node says of itself
   * besides, once it takes agents, is written elsewhere.
   */
  void renew(Tx tx, NodeIdentity node, String address, Duration term) {
    tx.sql()
        .execute(
            """
            INSERT INTO node (incarnation, name, address, state, lease_until, joined_at_seq)
            SELECT ?, ?, ?, 'starting', clock_timestamp() + ? * interval '1 millisecond', seq FROM hub
            ON CONFLICT (incarnation) DO UPDATE
            SET lease_until = clock_timestamp() + ? * interval '1 millisecond'
            """,
            node.incarnation(),
            node.name(),
            address,
            term.toMillis(),
            term.toMillis());
  }

  /** The others need not wait for the term to pass. */
  void expire(Tx tx, NodeIdentity node) {
    tx.sql()
        .execute(
            "UPDATE node SET lease_until = clock_timestamp() WHERE incarnation = ?",
            node.incarnation());
  }
}
