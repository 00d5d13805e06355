package io.murmuration.central.release.registry;

import static io.murmuration.schema.jooq.Tables.RELEASE;
import static io.murmuration.schema.jooq.Tables.RELEASE_FILE;

import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.schema.jooq.tables.records.ReleaseRecord;
import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Rows of {@code release} and {@code release_file}. Stateless. */
public final class ReleaseRepository {
  /** Any constant that no other advisory lock of the product uses. */
  private static final long VAULT = 0x72656c7661756c74L;

  /**
   * Until the transaction ends nobody else puts content into the vault for a row, or takes any out
   * of it.
   */
  void lockVault(Tx tx) {
    tx.sql().fetch("SELECT pg_advisory_xact_lock(?)", VAULT);
  }

  /**
   * Whose releases these are.
   *
   * @param held whether the database is doubted
   */
  record Hub(String lineage, boolean held) {}

  Hub hub(Tx tx) {
    var row = tx.sql().fetchSingle("SELECT lineage::text, hold IS NOT NULL FROM hub");
    return new Hub(row.get(0, String.class), row.get(1, Boolean.class));
  }

  public Optional<Release> find(Tx tx, String id) {
    return list(tx, RELEASE.RELEASE_ID.eq(id)).stream().findFirst();
  }

  /** False if it is not there. Else it stays until the transaction ends. */
  public boolean hold(Tx tx, String id) {
    return tx.sql()
        .select(RELEASE.RELEASE_ID)
        .from(RELEASE)
        .where(RELEASE.RELEASE_ID.eq(id))
        .forKeyShare()
        .fetchOptional()
        .isPresent();
  }

  /** False if it is not there. Else nobody orders it any more before the transaction ends. */
  boolean lock(Tx tx, String id) {
    return tx.sql()
        .select(RELEASE.RELEASE_ID)
        .from(RELEASE)
        .where(RELEASE.RELEASE_ID.eq(id))
        .forUpdate()
        .fetchOptional()
        .isPresent();
  }

  /** By id. Two statements. */
  List<Release> list(Tx tx) {
    return list(tx, DSL.noCondition());
  }

  private static List<Release> list(Tx tx, Condition which) {
    var rows = tx.sql().selectFrom(RELEASE).where(which).orderBy(RELEASE.RELEASE_ID).fetch();
    var ids = rows.map(ReleaseRecord::getReleaseId);
    Map<String, List<ReleaseFile>> files = new HashMap<>();
    tx.sql()
        .selectFrom(RELEASE_FILE)
        .where(RELEASE_FILE.RELEASE_ID.in(ids))
        .orderBy(RELEASE_FILE.RELEASE_ID, RELEASE_FILE.POSITION)
        .forEach(row ->
            files
                .computeIfAbsent(row.getReleaseId(), _ -> new ArrayList<>())
                .add(
                    new ReleaseFile(
                        row.getName(), new Content(new Sha256(row.getSha256()), row.getSize()))));
    return rows.map(row -> release(row, files.getOrDefault(row.getReleaseId(), List.of())));
  }

  private static Release release(ReleaseRecord row, List<ReleaseFile> files) {
    return new Release(
        row.getReleaseId(),
        row.getSwVersion(),
        row.getSummary(),
        row.getRebootRequired(),
        row.getSignedBy(),
        row.getRegisteredBy(),
        row.getRegisteredAt(),
        files);
  }

  void insert(Tx tx, NewRelease release, String by) {
    tx.sql()
        .insertInto(RELEASE)
        .set(RELEASE.RELEASE_ID, release.id())
        .set(RELEASE.SW_VERSION, release.version())
        .set(RELEASE.SUMMARY, release.summary())
        .set(RELEASE.REBOOT_REQUIRED, release.rebootRequired())
        .set(RELEASE.SIGNED_BY, release.signedBy())
        .set(RELEASE.REGISTERED_BY, by)
        .execute();
    var f = RELEASE_FILE;
    var rows = tx.sql().insertInto(f, f.RELEASE_ID, f.NAME, f.POSITION, f.SHA256, f.SIZE);
    for (int i = 0; i < release.files().size(); i++) {
      var file = release.files().get(i);
      rows =
          rows.values(
              release.id(), file.name(), i, file.content().sha256().hex(), file.content().size());
    }
    rows.execute();
  }

  void delete(Tx tx, String id) {
    tx.sql().deleteFrom(RELEASE).where(RELEASE.RELEASE_ID.eq(id)).execute();
  }

  /** All digests that a row names. */
  Set<Sha256> named(Tx tx) {
    return tx.sql().selectDistinct(RELEASE_FILE.SHA256).from(RELEASE_FILE).stream()
        .map(row -> new Sha256(row.value1()))
        .collect(Collectors.toSet());
  }
}
