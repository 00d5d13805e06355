package io.murmuration.central.release.signature;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a patch and finds out whether one of the signers signed it. Nothing is unpacked to disk;
 * usually the archive is read twice, once for what is in it and once for what was signed. Pure but
 * for reading the file.
 */
public final class PatchFile {
  private static final List<String> REQUIRED = List.of("metadata.tar", "software.tar");

  /** Signed after those, in this order, as far as they are there. */
  private static final List<String> OPTIONAL =
      List.of(
          "semantics.tar",
          "extra.tar",
          "pre-start.sh",
          "post-start.sh",
          "pre-install.sh",
          "post-install.sh");

  private static final String CHECK_SUM = "signature";
  private static final String SIGNATURE = "signature.v2";
  private static final String METADATA = "metadata.tar";
  private static final String METADATA_XML = "metadata.xml";
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_METADATA = 4 << 20;
  private static final int MOST_SIGNATURE = 4_096;
  private static final int BLOCK = 1 << 16;

  /** All bits of an MD5 sum. */
  private static final BigInteger ONES = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private final Path file;
  private final Signers signers;

  /** What a patch is. */
  public sealed interface Read {
    /**
     * @param signedBy subject of the signer's certificate
     */
    record Signed(PatchMetadata metadata, String signedBy) implements Read {}

    /** In words for whoever sent it. */
    record Refused(String why) implements Read {}
  }

  /** What one reading found. */
  private static final class Found {
    final Set<String> names = new HashSet<>();
    final Map<String, byte[]> sums = new TreeMap<>();
    byte @Nullable [] metadata;
    byte @Nullable [] checkSum;
    byte @Nullable [] signature;
  }

  private PatchFile(Path file, Signers signers) {
    this.file = file;
    this.signers = signers;
  }

  /**
   * @param signers at least one
   */
  public static Read read(Path file, Signers signers) {
    try {
      return new PatchFile(file, signers).read();
    } catch (NotAPatchException e) {
      return new Read.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Read.Refused("not a patch that can be read: " + e.getMessage());
    }
  }

  private Read read() throws IOException, NotAPatchException {
    var found = look();
    for (var name : REQUIRED) {
      require(found.names.contains(name), name + " is missing in the archive");
    }
    var signed = new ArrayList<>(REQUIRED);
    OPTIONAL.stream().filter(found.names::contains).forEach(signed::add);
    checkSum(found, signed);
    var signature = found.signature;
    if (signature == null) {
      throw new NotAPatchException("the patch is not signed: " + SIGNATURE + " is missing in it");
    }
    var checks = signers.checks();
    var pending = new ArrayList<>(signed);
    while (!pending.isEmpty()) {
      feed(pending, checks); // more than once only if they lie in another order
    }
    var signer = checks.signer(signature);
    require(
        signer.isPresent(),
        SIGNATURE
            + " was made by none of release-vault.trusted-certificates, or the patch was changed since");
    var metadata = found.metadata;
    if (metadata == null) {
      throw new NotAPatchException(METADATA_XML + " is missing in " + METADATA);
    }
    return new Read.Signed(PatchMetadata.parse(metadata), signer.orElseThrow());
  }

  private static void checkSum(Found found, List<String> signed) throws NotAPatchException {
    var given = found.checkSum;
    if (given == null) {
      throw new NotAPatchException(CHECK_SUM + " is missing in the archive");
    }
    var sum = ONES;
    for (var name : signed) {
      sum = sum.xor(new BigInteger(1, found.sums.getOrDefault(name, new byte[0])));
    }
    var text = new String(given, StandardCharsets.US_ASCII).strip();
    require(
        text.equalsIgnoreCase(sum.toString(16)),
        "the patch is damaged: its check sum says %s (expected: %s)"
            .formatted(text.length() > 40 ? "something else" : text, sum.toString(16)));
  }

  private Found look() throws IOException, NotAPatchException {
    var found = new Found();
    try (var archive = open()) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        var name = withoutSlash(entry.getName());
        requireOneName(entry);
        require(found.names.add(name), name + " is in the archive twice");
        require(found.names.size() <= MOST_ENTRIES, "more than " + MOST_ENTRIES + " members");
        if (REQUIRED.contains(name) || OPTIONAL.contains(name)) {
          require(entry.isFile() && name.equals(entry.getName()), name + " is no plain file");
        }
        switch (name) {
          case METADATA -> {
            var bytes = bytes(archive, name, MOST_METADATA);
            found.sums.put(name, md5().digest(bytes));
            found.metadata = metadata(bytes);
          }
          case CHECK_SUM -> found.checkSum = bytes(archive, name, MOST_SIGNATURE);
          case SIGNATURE -> found.signature = bytes(archive, name, MOST_SIGNATURE);
          default -> found.sums.put(name, md5(archive));
        }
      }
    }
    return found;
  }

  /**
   * Whoever unpacks the archive must find under a name what was verified under it: no member may
   * take another's place by a second spelling of its name, or by a link.
   */
  private static void requireOneName(TarArchiveEntry entry) throws NotAPatchException {
    var name = entry.getName();
    var plain =
        !entry.isLink()
            && !entry.isSymbolicLink()
            && !entry.isCharacterDevice()
            && !entry.isBlockDevice()
            && !entry.isFIFO();
    require(plain, name + " is no plain file and no directory");
    for (var part : withoutSlash(name).split("/", -1)) {
      require(
          !part.isEmpty()
              && !part.equals(".")
              && !part.equals("..")
              && part.chars().noneMatch(Character::isISOControl),
          "member name: %s (expected: a relative path without '.', '..' or empty parts)"
              .formatted(name.strip()));
    }
  }

  private static String withoutSlash(String name) {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  private static byte @Nullable [] metadata(byte[] tar) throws IOException, NotAPatchException {
    try (var inner = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (var entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
        if (entry.getName().equals(METADATA_XML)) {
          return bytes(inner, METADATA_XML, MOST_METADATA);
        }
      }
    }
    return null;
  }

  /** Feeds members as long as they come in the order of the signature. */
  private void feed(List<String> pending, Signers.Checks checks) throws IOException {
    try (var archive = open()) {
      var block = new byte[BLOCK];
      for (var entry = archive.getNextEntry();
          entry != null && !pending.isEmpty();
          entry = archive.getNextEntry()) {
        if (entry.getName().equals(pending.getFirst())) {
          for (int n = archive.read(block); n >= 0; n = archive.read(block)) {
            checks.update(block, n);
          }
          pending.removeFirst();
        }
      }
    }
  }

  private TarArchiveInputStream open() throws IOException {
    return new TarArchiveInputStream(
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BLOCK), BLOCK));
  }

  private static byte[] bytes(InputStream in, String name, int most)
      throws IOException, NotAPatchException {
    var bytes = in.readNBytes(most + 1);
    require(bytes.length <= most, name + " has more than " + most + " bytes");
    return bytes;
  }

  private static byte[] md5(InputStream in) throws IOException {
    var sum = md5();
    var block = new byte[BLOCK];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      sum.update(block, 0, n);
    }
    return sum.digest();
  }

  /** The format's check sum; nothing rests on its strength. */
  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static void require(boolean holds, String otherwise) throws NotAPatchException {
    if (!holds) {
      throw new NotAPatchException(otherwise);
    }
  }

  /** Why it is refused. */
  static final class NotAPatchException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAPatchException(String why) {
      super(why);
    }
  }
}
