package io.murmuration.central.release.fetch;

import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.release.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Content of the vault, opened only if its bytes have the digest it is named by. Each file is read
 * through once before its first byte is sent, and again when it changed. Thread-safe; blocks.
 */
final class VerifiedFiles {
  /** More than releases are ever on their way at once. */
  private static final int MOST = 256;

  private final Vault vault;
  private final Map<Sha256, Seen> verified = new ConcurrentHashMap<>();

  /** What tells a changed file from the one that was read. */
  private record Seen(long size, FileTime modified) {
    static Seen of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(attributes.size(), attributes.lastModifiedTime());
    }
  }

  VerifiedFiles(Vault vault) {
    this.vault = vault;
  }

  /**
   * @throws IOException if this node does not see the content, or not the right bytes; words
   */
  FileChannel open(Content content) throws IOException {
    var file = vault.place(content.sha256());
    if (!vault.holds(content)) {
      throw new IOException(
          "this node does not have artefact %s (expected: %d bytes in the directory that all nodes share)"
              .formatted(content.sha256(), content.size()));
    }
    var seen = Seen.of(file);
    if (!seen.equals(verified.get(content.sha256()))) {
      verify(file, content.sha256());
      if (verified.size() >= MOST) {
        verified.clear();
      }
      verified.put(content.sha256(), seen);
    }
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static void verify(Path file, Sha256 wanted) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      var found = Sha256.of(((DigestInputStream) in).getMessageDigest().digest());
      if (!found.equals(wanted)) {
        throw new IOException(
            "artefact %s is damaged at the hub: its digest is %s".formatted(wanted, found));
      }
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
