package io.murmuration.central.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM envelopes: each secret has a data key of its own, wrapped by the {@link MasterKey}.
 * Purpose and key id are authenticated with both, so a sealed value opens only in the place it was
 * sealed for.
 *
 * <p>The master key may be changed while the hub runs: only data keys are wrapped anew.
 *
 * <p>Form: version (1 byte), nonce and wrapped data key (12 + 48 bytes), nonce and secret (12 + n +
 * 16 bytes). Thread-safe.
 */
public final class Sealer {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int WRAPPED = NONCE + MasterKey.BYTES + TAG;
  private static final int SMALLEST = 1 + WRAPPED + NONCE + TAG;

  private final MasterKeys masters;
  private final SecureRandom random;

  public Sealer(MasterKeys masters, SecureRandom random) {
    this.masters = masters;
    this.random = random;
  }

  public byte[] seal(String purpose, int keyId, byte[] secret) {
    byte[] dataKey = new byte[MasterKey.BYTES];
    random.nextBytes(dataKey);
    try {
      byte[] place = place(purpose, keyId);
      byte[] wrapped = encrypt(masters.current().key(), place, dataKey);
      return envelope(wrapped, encrypt(new SecretKeySpec(dataKey, "AES"), place, secret), 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is missing in this JVM", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * @throws UnusableKeyException if it was sealed by another master key, for another place, or was
   *     changed since
   */
  public byte[] open(String purpose, int keyId, byte[] sealed) {
    requireForm(purpose, keyId, sealed);
    try {
      byte[] place = place(purpose, keyId);
      byte[] dataKey = unwrap(place, sealed);
      try {
        int body = 1 + WRAPPED;
        return decrypt(
            new SecretKeySpec(dataKey, "AES"), place, sealed, body, sealed.length - body);
      } finally {
        Arrays.fill(dataKey, (byte) 0);
      }
    } catch (AEADBadTagException e) {
      throw notOpened(purpose, keyId, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is missing in this JVM", e);
    }
  }

  /**
   * The same secret with its data key wrapped by {@code to}; empty if it is that already. The
   * secret itself is not opened.
   *
   * @throws UnusableKeyException if no master key of this node opens it
   */
  public Optional<byte[]> rewrap(MasterKey to, String purpose, int keyId, byte[] sealed) {
    requireForm(purpose, keyId, sealed);
    byte[] place = place(purpose, keyId);
    try {
      if (isWrappedBy(to, place, sealed)) {
        return Optional.empty();
      }
      byte[] dataKey = unwrap(place, sealed);
      try {
        return Optional.of(envelope(encrypt(to.key(), place, dataKey), sealed, 1 + WRAPPED));
      } finally {
        Arrays.fill(dataKey, (byte) 0);
      }
    } catch (AEADBadTagException e) {
      throw notOpened(purpose, keyId, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is missing in this JVM", e);
    }
  }

  private static boolean isWrappedBy(MasterKey key, byte[] place, byte[] sealed)
      throws GeneralSecurityException {
    try {
      Arrays.fill(decrypt(key.key(), place, sealed, 1, WRAPPED), (byte) 0);
      return true;
    } catch (AEADBadTagException _) {
      return false;
    }
  }

  /** By whichever master key it was wrapped; one that came since this node looked counts too. */
  private byte[] unwrap(byte[] place, byte[] sealed) throws GeneralSecurityException {
    try {
      return unwrapByAny(place, sealed);
    } catch (AEADBadTagException e) {
      if (masters.refresh()) {
        return unwrapByAny(place, sealed);
      }
      throw e;
    }
  }

  private byte[] unwrapByAny(byte[] place, byte[] sealed) throws GeneralSecurityException {
    var none = new AEADBadTagException("no master key");
    for (var master : masters.all()) {
      try {
        return decrypt(master.key(), place, sealed, 1, WRAPPED);
      } catch (AEADBadTagException e) {
        none = e;
      }
    }
    throw none;
  }

  /** With the rest of {@code body} from {@code offset} on. */
  private static byte[] envelope(byte[] wrapped, byte[] body, int offset) {
    return ByteBuffer.allocate(1 + wrapped.length + body.length - offset)
        .put(VERSION)
        .put(wrapped)
        .put(body, offset, body.length - offset)
        .array();
  }

  private UnusableKeyException notOpened(String purpose, int keyId, AEADBadTagException e) {
    return new UnusableKeyException(
        ("the database holds a key (%s/%d) that master key %s does not open; give this node the"
                + " master key file of the node that created the hub")
            .formatted(purpose, keyId, masters.file()),
        e);
  }

  private static void requireForm(String purpose, int keyId, byte[] sealed) {
    if (sealed.length < SMALLEST || sealed[0] != VERSION) {
      throw new UnusableKeyException(
          "sealed key %s/%d: %d bytes of version %d (expected: at least %d of version %d)"
              .formatted(
                  purpose,
                  keyId,
                  sealed.length,
                  sealed.length == 0 ? 0 : sealed[0],
                  SMALLEST,
                  VERSION));
    }
  }

  /** A keyed digest: 32 bytes that only holders of the master key can make. */
  byte[] mac(String purpose, byte[] text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(masters.current().key().getEncoded(), "HmacSHA256"));
      mac.update(place(purpose, 0));
      mac.update((byte) 0);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing in this JVM", e);
    }
  }

  private byte[] encrypt(SecretKey key, byte[] place, byte[] plain)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(place);
    byte[] out = Arrays.copyOf(nonce, NONCE + plain.length + TAG);
    cipher.doFinal(plain, 0, plain.length, out, NONCE);
    return out;
  }

  private static byte[] decrypt(SecretKey key, byte[] place, byte[] from, int offset, int length)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG * 8, from, offset, NONCE));
    cipher.updateAAD(place);
    return cipher.doFinal(from, offset + NONCE, length - NONCE);
  }

  private static byte[] place(String purpose, int keyId) {
    return (purpose + "/" + keyId).getBytes(StandardCharsets.UTF_8);
  }
}
