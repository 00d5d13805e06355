package io.murmuration.central.desired;

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

  static String of(List<ItemChange> changes, Function<ItemChange, @Nullable DeclaredItem> side) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var change : changes) {
        var item = side.apply(change);
        var line =
            change.key()
                + "\n"
                + (item == null ? "-" : item.presence().wireName() + "\n" + item.payload())
                + "\n";
        sha.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest(), 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
