package io.murmuration.central.desired;

import io.murmuration.central.store.PayloadSeal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A short digest of items for the audit trail: shows that a value changed, not what it is. */
final class Fingerprint {
  private static final int SHOWN_BYTES = 16;

  private Fingerprint() {}

  /**
   * @param seal for the values of secret types, which no plain digest is made of
   */
  static String of(
      List<ItemChange> changes,
      Function<ItemChange, @Nullable DeclaredItem> side,
      PayloadSeal seal) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var change : changes) {
        var item = side.apply(change);
        var line =
            change.key()
                + "\n"
                + (item == null ? "-" : item.presence().wireName() + "\n" + value(item, seal))
                + "\n";
        sha.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest(), 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String value(DeclaredItem item, PayloadSeal seal) {
    return item.isSecret() ? seal.fingerprint(item.payload()) : item.payload();
  }
}
