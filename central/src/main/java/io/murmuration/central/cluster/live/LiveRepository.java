package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage.Loaded;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Result;

/** Reads sessions and statuses as the last writers left them. Two statements each time. */
final class LiveRepository {
  private static final String SITES =
      """
      SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
             s.availability, s.availability_reason
      FROM agent_session s
      WHERE s.hub_epoch > 0 AND s.epoch > 0
      """;
  private static final String KINDS =
      """
      SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
             t.endpoint_type, t.sync_status, t.wanted_revision, t.held_revision, t.reason,
             t.generation,
             (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
      FROM agent_session s JOIN subcloud_status t USING (subcloud_id)
      WHERE s.hub_epoch > 0 AND s.epoch > 0
      """;
  private static final String THESE = "AND s.subcloud_id = ANY (?::int[])";
  private static final String HELD_BY = "AND s.incarnation = ANY (?::uuid[])";
  private static final String BETWEEN = "AND s.subcloud_id > ? AND s.subcloud_id <= ?";

  /** Of all subclouds. */
  List<Loaded> load(Tx tx) {
    return loaded(tx.sql().fetch(SITES), tx.sql().fetch(KINDS));
  }

  /** Of these subclouds, as far as they are. */
  List<Loaded> load(Tx tx, Collection<SubcloudId> ids) {
    Object numbers = ids.stream().map(SubcloudId::value).toArray(Long[]::new);
    return loaded(tx.sql().fetch(SITES + THESE, numbers), tx.sql().fetch(KINDS + THESE, numbers));
  }

  /** Of the sites that these nodes hold. */
  List<Loaded> heldBy(Tx tx, Collection<UUID> nodes) {
    Object all = nodes.toArray(UUID[]::new);
    return loaded(tx.sql().fetch(SITES + HELD_BY, all), tx.sql().fetch(KINDS + HELD_BY, all));
  }

  /** Of the subclouds with ids of a range. */
  List<Loaded> load(Tx tx, Page page) {
    return loaded(
        tx.sql().fetch(SITES + BETWEEN, page.after(), page.last()),
        tx.sql().fetch(KINDS + BETWEEN, page.after(), page.last()));
  }

  /** The ids that follow, at most so many; up to the highest id there may be, if that is all. */
  Page page(Tx tx, long after, int most) {
    var last =
        tx.sql()
            .fetchSingle(
                """
                SELECT max(subcloud_id)::bigint AS last, count(*) AS rows
                FROM (SELECT subcloud_id FROM agent_session WHERE subcloud_id > ?
                      ORDER BY subcloud_id LIMIT ?) AS next
                """,
                after,
                most);
    return last.get("rows", Long.class) < most
        ? new Page(after, Page.END)
        : new Page(after, last.get("last", Long.class));
  }

  /** Nodes that have a lease now, and their names. */
  Map<UUID, String> nodes(Tx tx) {
    return tx
        .sql()
        .fetch("SELECT incarnation, name FROM node WHERE lease_until > clock_timestamp()")
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.get("incarnation", UUID.class), row -> row.get("name", String.class)));
  }

  /**
   * Subclouds with ids of a range.
   *
   * @param after the id before the first
   * @param last the last, or {@link #END}
   */
  record Page(long after, long last) {
    static final long END = Integer.MAX_VALUE;

    boolean contains(SubcloudId id) {
      return id.value() > after && id.value() <= last;
    }

    /** Where the next one begins; after the last one it is the first again. */
    long next() {
      return last == END ? 0 : last;
    }
  }

  private static List<Loaded> loaded(Result<Record> sites, Result<Record> kinds) {
    return Stream.concat(sites(sites), kinds(kinds)).toList();
  }

  private static Stream<Loaded> sites(Result<Record> rows) {
    return rows.stream().map(row -> loaded(row, site(row)));
  }

  private static Stream<Loaded> kinds(Result<Record> rows) {
    return rows.stream().flatMap(row -> kind(row).map(entry -> loaded(row, entry)));
  }

  private static Loaded loaded(Record row, LiveEntry entry) {
    return new Loaded(row.get("incarnation", UUID.class), entry);
  }

  private static LiveEntry site(Record row) {
    boolean online = row.get("availability", String.class).equals("online");
    var reason = row.get("availability_reason", String.class);
    return new LiveEntry.OfSite(id(row), epoch(row), new Availability(online, 0, reason));
  }

  /** None for a kind that this build does not know. */
  private static Stream<LiveEntry> kind(Record row) {
    var age = row.get("age_ms", Long.class);
    return Kind.fromWireName(row.get("endpoint_type", String.class)).stream()
        .map(kind ->
            new LiveEntry.OfKind(
                id(row),
                epoch(row),
                row.get("generation", Long.class),
                kind,
                new KindStatus(
                    SyncStatus.fromWireName(row.get("sync_status", String.class)),
                    new Revision(row.get("wanted_revision", Long.class)),
                    new Revision(row.get("held_revision", Long.class)),
                    row.get("reason", String.class)),
                age == null
                    ? null
                    : new LiveEntry.Confirmation(Duration.ofMillis(Math.max(0, age)), true)));
  }

  private static SubcloudId id(Record row) {
    return new SubcloudId(row.get("subcloud_id", Long.class));
  }

  private static SessionEpoch epoch(Record row) {
    return new SessionEpoch(row.get("hub_epoch", Long.class), row.get("epoch", Long.class));
  }
}
