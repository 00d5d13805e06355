package io.murmuration.central.dccert;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads which subclouds have an admin endpoint, and what each was given. Stateless. */
final class DcCertSitesRepository {
  /** Deploy states of subclouds that have no admin endpoint, or not this system controller's. */
  private static final String[] WITHOUT_ENDPOINT = {
    "create-complete",
    "create-failed",
    "pre-rehome",
    "rehome-failed",
    "rehome-pending",
    "rehoming",
    "secondary",
    "secondary-failed"
  };

  private static final String SITES =
      """
      SELECT s.id, s.region_name, c.fingerprint, c.issued_at, c.not_after, c.root, c.trust, c.waiting_since
      FROM subcloud s LEFT JOIN site_certificate c ON c.subcloud_id = s.id
      WHERE s.deploy_status <> ALL (?::text[])
      ORDER BY s.id
      """;

  List<Site> all(Tx tx) {
    return tx.sql().fetch(SITES, (Object) WITHOUT_ENDPOINT).map(DcCertSitesRepository::site);
  }

  private static Site site(Record row) {
    return new Site(
        new SubcloudId(row.get("id", Long.class)),
        row.get("region_name", String.class),
        row.get("root") == null
            ? null
            : new HeldCertificate(
                row.get("fingerprint", String.class),
                row.get("issued_at", OffsetDateTime.class).toInstant(),
                row.get("not_after", OffsetDateTime.class).toInstant(),
                row.get("root", String.class),
                row.get("trust", String.class),
                instant(row.get("waiting_since", OffsetDateTime.class))));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
