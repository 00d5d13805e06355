package io.murmuration.central.deployfile;

import static io.murmuration.schema.jooq.Tables.DEPLOY_FILE;
import static io.murmuration.schema.jooq.Tables.DEPLOY_FILE_ENTRY;
import static io.murmuration.schema.jooq.Tables.DEPLOY_RELEASE;

import io.murmuration.schema.tx.Tx;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of {@code deploy_release}, {@code deploy_file} and {@code deploy_file_entry}. Stateless. */
final class DeployFileRepository {
  /** From here on the release counts as one that has had files. */
  void open(Tx tx, String release) {
    tx.sql()
        .insertInto(DEPLOY_RELEASE)
        .set(DEPLOY_RELEASE.RELEASE, release)
        .onConflictDoNothing()
        .execute();
  }

  /**
   * False if the release never had files. Else nobody else changes them before this transaction
   * ends.
   */
  boolean lock(Tx tx, String release) {
    return tx.sql()
        .select(DEPLOY_RELEASE.RELEASE)
        .from(DEPLOY_RELEASE)
        .where(DEPLOY_RELEASE.RELEASE.eq(release))
        .forUpdate()
        .fetchOptional()
        .isPresent();
  }

  /** What the release has, without the contents. One statement. */
  Map<DeployOption, StoredFile> list(Tx tx, String release) {
    Map<DeployOption, StoredFile> files = new EnumMap<>(DeployOption.class);
    tx.sql()
        .select(
            DEPLOY_FILE.OPTION,
            DEPLOY_FILE.FILE_NAME,
            DEPLOY_FILE_ENTRY.PATH,
            DEPLOY_FILE_ENTRY.SHA256)
        .from(DEPLOY_FILE)
        .join(DEPLOY_FILE_ENTRY)
        .on(
            DEPLOY_FILE_ENTRY.RELEASE.eq(DEPLOY_FILE.RELEASE),
            DEPLOY_FILE_ENTRY.OPTION.eq(DEPLOY_FILE.OPTION))
        .where(DEPLOY_FILE.RELEASE.eq(release))
        .forEach(row ->
            DeployOption.fromWireName(row.value1())
                .ifPresent(option ->
                    files
                        .computeIfAbsent(option, _ -> new StoredFile(row.value2(), new TreeMap<>()))
                        .digests()
                        .put(row.value3(), row.value4())));
    return files;
  }

  /** Puts the file in the place of whatever the option had. */
  void replace(Tx tx, String release, DeployFile file) {
    delete(tx, release, Set.of(file.option()));
    tx.sql()
        .insertInto(DEPLOY_FILE)
        .set(DEPLOY_FILE.RELEASE, release)
        .set(DEPLOY_FILE.OPTION, file.option().wireName())
        .set(DEPLOY_FILE.FILE_NAME, file.baseName())
        .execute();
    var e = DEPLOY_FILE_ENTRY;
    var rows = tx.sql().insertInto(e, e.RELEASE, e.OPTION, e.PATH, e.SHA256, e.CONTENT);
    for (var entry : file.entries()) {
      rows =
          rows.values(
              release,
              file.option().wireName(),
              entry.path(),
              sha256(entry.content()),
              entry.content());
    }
    rows.execute();
  }

  void delete(Tx tx, String release, Set<DeployOption> options) {
    List<String> names = options.stream().map(DeployOption::wireName).toList();
    tx.sql()
        .deleteFrom(DEPLOY_FILE)
        .where(DEPLOY_FILE.RELEASE.eq(release), DEPLOY_FILE.OPTION.in(names))
        .execute();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
