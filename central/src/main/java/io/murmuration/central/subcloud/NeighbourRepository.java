package io.murmuration.central.subcloud;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.central.subcloud.bootstrap.Neighbours;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpRange;
import io.murmuration.schema.tx.Tx;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The other subclouds' networks, asked of PostgreSQL: one statement finds the first collision among
 * all of them. Belongs to its transaction. The columns hold canonical text, so the casts cannot
 * fail; {@code inet} orders IPv4 before IPv6, so ranges of unlike families never meet.
 */
final class NeighbourRepository implements Neighbours {
  private final Tx tx;

  NeighbourRepository(Tx tx) {
    this.tx = tx;
  }

  @Override
  public Optional<Neighbour> overlapping(IpRange range) {
    return first(
        DSL.condition(
            "CAST({0} AS inet) <= CAST({1} AS inet) AND CAST({2} AS inet) >= CAST({3} AS inet)",
            SUBCLOUD.MANAGEMENT_START_IP,
            DSL.val(range.end().toString()),
            SUBCLOUD.MANAGEMENT_END_IP,
            DSL.val(range.start().toString())),
        DSL.concat(SUBCLOUD.MANAGEMENT_START_IP, DSL.inline("-"), SUBCLOUD.MANAGEMENT_END_IP));
  }

  @Override
  public Optional<Neighbour> around(IpAddress address) {
    return first(
        DSL.condition(
            "CAST({0} AS inet) >>= CAST({1} AS inet)",
            SUBCLOUD.MANAGEMENT_SUBNET, DSL.val(address.toString())),
        SUBCLOUD.MANAGEMENT_SUBNET);
  }

  private Optional<Neighbour> first(Condition collides, Field<String> network) {
    return tx.sql()
        .select(SUBCLOUD.NAME, network)
        .from(SUBCLOUD)
        .where(collides)
        .orderBy(SUBCLOUD.ID)
        .limit(1)
        .fetchOptional(row -> new Neighbour(row.value1(), row.value2()));
  }
}
