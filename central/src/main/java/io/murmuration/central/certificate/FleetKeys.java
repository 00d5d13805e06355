package io.murmuration.central.certificate;

import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.sync.port.Digester;
import java.security.SecureRandom;

/**
 * The key of the fleet's digests: 32 bytes, the same for all nodes, sealed in the database. The
 * newest stored key is the one in use. Confidential, because a keyed digest of a short secret can
 * be tried out by whoever has the key. Thread-safe.
 */
public final class FleetKeys {
  static final String PURPOSE = "fleet-digest";

  private final SealedKeys.OpenKey key;
  private final Digester digester;

  private FleetKeys(SealedKeys.OpenKey key) {
    this.key = key;
    this.digester =
        new KeyedDigester(
            new CanonicalDigest(key.keyId(), CanonicalDigest.FIELD_SET, key.secret()));
  }

  /**
   * Opens the key in the database; the first node makes one.
   *
   * @throws UnusableKeyException if the node's master key does not open it
   */
  public static FleetKeys openOrCreate(SealedKeys keys, SecureRandom random) {
    var found =
        keys.openOrCreate(
            PURPOSE,
            () -> {
              byte[] secret = new byte[CanonicalDigest.BYTES];
              random.nextBytes(secret);
              return new SealedKeys.OpenKey(1, secret, null);
            });
    return new FleetKeys(found.getLast());
  }

  public Digester digester() {
    return digester;
  }

  public int keyId() {
    return key.keyId();
  }

  /** A copy of the key for {@code Welcome.digest_key}, and for nothing else. */
  public byte[] keyForWelcome() {
    return key.secret().clone();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "fleet digest " + key;
  }
}
