package io.murmuration.central.certificate.rewrap;

import java.util.List;

/**
 * A row that holds something sealed.
 *
 * @param key values of the primary key, in its order
 * @param purpose and {@code keyId}: the place that it was sealed for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedRow(List<Object> key, String purpose, int keyId, byte[] sealed) {
  SealedRow {
    key = List.copyOf(key);
  }

  SealedRow with(byte[] fresh) {
    return new SealedRow(key, purpose, keyId, fresh);
  }
}
