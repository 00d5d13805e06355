package io.murmuration.central.certificate;

import io.murmuration.central.store.PayloadSeal;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * {@link PayloadSeal} by the hub's {@link Sealer}: a sealed payload opens only for its own item.
 */
public final class SealedPayloads implements PayloadSeal {
  /** The master key is not versioned yet. */
  private static final int KEY_ID = 0;

  private static final int SHOWN_BYTES = 16;

  private final Sealer sealer;

  public SealedPayloads(Sealer sealer) {
    this.sealer = sealer;
  }

  @Override
  public byte[] seal(Kind kind, ItemKey key, Payload payload) {
    byte[] plain = payload.bytes();
    try {
      return sealer.seal(place(kind, key), KEY_ID, plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public Payload open(Kind kind, ItemKey key, byte[] sealed) {
    byte[] plain = sealer.open(place(kind, key), KEY_ID, sealed);
    try {
      return Payload.of(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public String fingerprint(String text) {
    byte[] mac = sealer.mac("desired item", text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(mac, 0, SHOWN_BYTES);
  }

  private static String place(Kind kind, ItemKey key) {
    return "desired/" + kind.wireName() + "/" + key;
  }
}
