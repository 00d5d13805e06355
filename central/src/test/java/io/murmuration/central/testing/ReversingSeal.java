package io.murmuration.central.testing;

import io.murmuration.central.store.PayloadSeal;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.util.Arrays;

/** A {@link PayloadSeal} without a key: bytes lie in the database the wrong way round. */
public final class ReversingSeal implements PayloadSeal {
  @Override
  public byte[] seal(Kind kind, ItemKey key, Payload payload) {
    return reversed(payload.bytes());
  }

  @Override
  public Payload open(Kind kind, ItemKey key, byte[] sealed) {
    return Payload.of(reversed(sealed));
  }

  @Override
  public String fingerprint(String text) {
    return Integer.toHexString(Arrays.hashCode(text.toCharArray()));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
