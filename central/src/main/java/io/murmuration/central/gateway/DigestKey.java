package io.murmuration.central.gateway;

import com.google.protobuf.ByteString;

/**
 * What agents compute digests with; goes into Welcome.
 *
 * @param fieldSet version of the canonical form
 */
public record DigestKey(int id, ByteString secret, int fieldSet) {
  /** Never the secret. */
  @Override
  public String toString() {
    return "digest key " + id;
  }
}
