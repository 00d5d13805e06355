package io.murmuration.central.status;

import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.function.Function;

/**
 * What a subcloud's own row learns from its site, in bulk and only where it differs. In
 * transactions of their own: a deletion holds the subcloud's row while it waits for its statuses.
 * The fence is the generation on the row that is written. Rows are locked in order of their ids.
 */
final class RecordRepository {
  /** Nothing shows it but the claim of the next stream, which reads the row: no change row. */
  private static final String IDENTITY_COMPARED =
      """
      UPDATE subcloud s SET first_identity_sync_complete = true
        FROM (SELECT x.id
                FROM unnest(?, ?) AS u(id, generation)
                JOIN subcloud x ON x.id = u.id AND x.generation = u.generation
               WHERE NOT x.first_identity_sync_complete
               ORDER BY x.id FOR NO KEY UPDATE OF x) AS passed
       WHERE s.id = passed.id
      """;

  private static final String SOFTWARE_VERSIONS =
      """
      UPDATE subcloud s
         SET software_version = n.version, updated_at = clock_timestamp() AT TIME ZONE 'UTC'
        FROM (SELECT x.id, u.version
                FROM unnest(?, ?, ?) AS u(id, generation, version)
                JOIN subcloud x ON x.id = u.id AND x.generation = u.generation
               WHERE x.software_version <> u.version
               ORDER BY x.id FOR NO KEY UPDATE OF x) AS n
       WHERE s.id = n.id
      RETURNING s.id
      """;

  /**
   * Their identity left {@code unknown}: the other audits need not wait any more. One statement.
   */
  void identityCompared(Tx tx, List<StatusReport> compared) {
    tx.sql()
        .execute(
            IDENTITY_COMPARED,
            ids(compared, StatusReport::id),
            compared.stream().map(StatusReport::generation).toArray(Long[]::new));
  }

  /**
   * The sites run these releases. One statement, and one more with the changes that name the rows
   * written. All of them must say a release.
   */
  void softwareVersions(Tx tx, List<AlarmsReport> reports) {
    var written =
        tx.sql()
            .resultQuery(
                SOFTWARE_VERSIONS,
                ids(reports, AlarmsReport::id),
                reports.stream().map(AlarmsReport::generation).toArray(Long[]::new),
                reports.stream()
                    .map(report -> report.state().softwareVersion().orElseThrow())
                    .toArray(String[]::new))
            .fetch()
            .map(row -> new Scope.Subcloud(row.get(0, Long.class)));
    Changes.appendEach(tx, ChangeKind.SUBCLOUD, written);
  }

  private static <T> Integer[] ids(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }
}
