package io.murmuration.central.certificate;

import static io.murmuration.schema.jooq.Tables.SEALED_KEY;

import io.murmuration.schema.tx.Tx;
import java.util.List;
import org.jooq.Records;
import org.jspecify.annotations.Nullable;

/** SQL of {@code sealed_key}. */
final class SealedKeyRepository {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(int keyId, byte[] sealed, @Nullable String certificate) {}

  /** All keys of a purpose, oldest first. */
  List<Row> find(Tx tx, String purpose) {
    return tx.sql()
        .select(SEALED_KEY.KEY_ID, SEALED_KEY.SEALED, SEALED_KEY.CERTIFICATE)
        .from(SEALED_KEY)
        .where(SEALED_KEY.PURPOSE.eq(purpose))
        .orderBy(SEALED_KEY.KEY_ID)
        .fetch(Records.mapping(Row::new));
  }

  boolean holdsAny(Tx tx) {
    return tx.sql().fetchExists(SEALED_KEY);
  }

  /** False, and nothing is done, if the key id is taken: another node was faster. */
  boolean insertIfAbsent(Tx tx, String purpose, Row row) {
    return tx.sql()
            .insertInto(SEALED_KEY)
            .set(SEALED_KEY.PURPOSE, purpose)
            .set(SEALED_KEY.KEY_ID, row.keyId())
            .set(SEALED_KEY.SEALED, row.sealed())
            .set(SEALED_KEY.CERTIFICATE, row.certificate())
            .onConflictDoNothing()
            .execute()
        > 0;
  }
}
