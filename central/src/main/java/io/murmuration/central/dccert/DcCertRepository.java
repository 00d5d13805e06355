package io.murmuration.central.dccert;

import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL of {@code site_certificate}, and of the items that go with it. Stateless. */
final class DcCertRepository {
  static final ItemKey ITEM = new ItemKey("admin-endpoint", "default");

  /** A status in-sync is read back at the site: its endpoint serves from this certificate. */
  private static final String CONFIRM =
      """
      UPDATE site_certificate c SET waiting_since = NULL
      FROM subcloud_status s
      WHERE c.waiting_since IS NOT NULL AND s.subcloud_id = c.subcloud_id
        AND s.endpoint_type = ? AND s.sync_status = 'in-sync' AND s.held_revision >= c.revision
      """;

  private static final String RENEWED_SINCE =
      "SELECT count(*) FROM site_certificate WHERE issued_at > ?::timestamptz AND reason <> ?";

  /**
   * One revision for each subcloud, its place in the order of changes, its item, its head and its
   * certificate, in one statement. Subclouds that were deleted meanwhile get nothing.
   */
  private static final String STORE =
      """
      WITH given AS (
        SELECT g.*, row_number() OVER (ORDER BY g.id) AS nth, count(*) OVER () AS size
        FROM unnest(?::bigint[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::timestamptz[])
               AS g (id, sealed, fingerprint, root, trust, reason, not_after)
        WHERE EXISTS (SELECT FROM subcloud s WHERE s.id = g.id)),
      taken AS (
        UPDATE hub SET seq = seq + (SELECT count(*) FROM given)
        WHERE EXISTS (SELECT FROM given) RETURNING seq),
      numbered AS (SELECT given.*, taken.seq - size + nth AS revision FROM given, taken),
      told AS (
        INSERT INTO change (seq, what, scope_type, scope_id)
        SELECT revision, ?, ?, id FROM numbered),
      head AS (
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        SELECT ?, id, ?, revision FROM numbered
        ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision),
      item AS (
        INSERT INTO desired_item
               (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload)
        SELECT ?, id, ?, ?, ?, revision, ?, sealed FROM numbered),
      kept AS (
        INSERT INTO site_certificate AS c
               (subcloud_id, fingerprint, root, trust, reason, issued_at, not_after, revision,
                waiting_since)
        SELECT id, fingerprint, root, trust, reason, ?::timestamptz, not_after, revision,
               ?::timestamptz FROM numbered
        ON CONFLICT (subcloud_id) DO UPDATE
        SET fingerprint = excluded.fingerprint, root = excluded.root, trust = excluded.trust,
            reason = excluded.reason, issued_at = excluded.issued_at,
            not_after = excluded.not_after, revision = excluded.revision,
            waiting_since = COALESCE(c.waiting_since, excluded.waiting_since))
      SELECT max(revision) AS revision FROM numbered
      """;

  private final PayloadSeal seal;

  DcCertRepository(PayloadSeal seal) {
    this.seal = seal;
  }

  /** Notes which sites were seen to serve from what they were given. */
  void confirm(Tx tx) {
    tx.sql().execute(CONFIRM, Kind.DC_CERT.wireName());
  }

  /** Of the fleet, without first ones. */
  int renewedSince(Tx tx, Instant time) {
    return tx.sql()
        .fetchSingle(RENEWED_SINCE, time.atOffset(ZoneOffset.UTC), Order.Reason.FIRST.name())
        .get(0, Integer.class);
  }

  /** The newest of the revisions that were taken; null if every subcloud is gone. */
  @Nullable Revision store(Tx tx, List<Issued> issued, List<Payload> payloads, Instant now) {
    var scope = new Scope.Subcloud(0).type();
    var kind = Kind.DC_CERT.wireName();
    var time = now.atOffset(ZoneOffset.UTC);
    byte[][] sealed =
        payloads.stream()
            .map(payload -> seal.seal(Kind.DC_CERT, ITEM, payload))
            .toArray(byte[][]::new);
    var newest =
        tx.sql()
            .fetchSingle(
                STORE,
                issued.stream().map(one -> one.order().id().value()).toArray(Long[]::new),
                sealed,
                texts(issued, Issued::fingerprint),
                texts(issued, Issued::root),
                texts(issued, Issued::trust),
                texts(issued, one -> one.order().reason().name()),
                issued.stream()
                    .map(one -> one.notAfter().atOffset(ZoneOffset.UTC))
                    .toArray(OffsetDateTime[]::new),
                ChangeKind.DESIRED.wireName(),
                scope,
                scope,
                kind,
                scope,
                kind,
                ITEM.type(),
                ITEM.name(),
                Presence.PRESENT.wireName(),
                time,
                time)
            .get("revision", Long.class);
    return newest == null ? null : new Revision(newest);
  }

  private static String[] texts(List<Issued> issued, Function<Issued, String> field) {
    return issued.stream().map(field).toArray(String[]::new);
  }
}
