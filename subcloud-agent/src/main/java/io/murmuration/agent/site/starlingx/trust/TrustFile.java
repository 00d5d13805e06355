package io.murmuration.agent.site.starlingx.trust;

import io.murmuration.agent.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of PEM certificates, read again once it is another one: looked at for each TLS handshake,
 * of which there are as many at a time as calls. While it cannot be used the last one that could
 * counts. Thread-safe; blocks for the disk.
 */
final class TrustFile {
  private static final Logger LOG = LoggerFactory.getLogger(TrustFile.class);

  private final Path file;
  private volatile Kept kept;
  private String problem = "";

  /**
   * @param key the file's own, where the file system has one: tells a file that was moved here
   */
  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  /**
   * @param stamp of the file before it was read; empty if it could not be looked at
   */
  private record Kept(Optional<Stamp> stamp, X509ExtendedTrustManager manager) {}

  private TrustFile(Path file, Kept kept) {
    this.file = file;
    this.kept = kept;
  }

  /**
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds no certificates
   */
  static TrustFile open(Path file) throws IOException, GeneralSecurityException {
    var stamp = stamp(file);
    return new TrustFile(file, new Kept(stamp, read(file)));
  }

  X509ExtendedTrustManager current() {
    var known = kept;
    return known.stamp().equals(stamp(file)) ? known.manager() : readAgain();
  }

  private synchronized X509ExtendedTrustManager readAgain() {
    // Before the content: what is written meanwhile makes another stamp.
    var stamp = stamp(file);
    if (kept.stamp().equals(stamp)) {
      return kept.manager(); // another thread was here first
    }
    try {
      kept = new Kept(stamp, read(file));
      problem = "";
      LOG.info("trust file {} read again", file);
    } catch (IOException | GeneralSecurityException e) {
      if (!problem.equals(e.toString())) {
        problem = e.toString();
        LOG.warn(
            "trust file {} cannot be used, its former content counts reason={}", file, problem);
      }
    }
    return kept.manager();
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    } catch (IOException _) {
      return Optional.empty(); // reading it says why
    }
  }

  private static X509ExtendedTrustManager read(Path file)
      throws IOException, GeneralSecurityException {
    return Anchors.of(Pem.certificates(Files.readString(file)));
  }
}
