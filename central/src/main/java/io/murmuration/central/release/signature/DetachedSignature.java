package io.murmuration.central.release.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file with its signature in another one. */
public final class DetachedSignature {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_SIGNATURE = 4_096;

  private DetachedSignature() {}

  /**
   * The subject of the certificate that signed the file; empty if none of them did.
   *
   * @throws IOException if one of the files cannot be read
   */
  public static Optional<String> signer(Path file, Path signature, Signers signers)
      throws IOException {
    if (Files.size(signature) > MOST_SIGNATURE) {
      return Optional.empty();
    }
    var checks = signers.checks();
    var block = new byte[BLOCK];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        checks.update(block, n);
      }
    }
    return checks.signer(Files.readAllBytes(signature));
  }
}
