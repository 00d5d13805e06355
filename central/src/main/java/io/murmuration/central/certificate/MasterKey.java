package io.murmuration.central.certificate;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key outside the database that opens the sealed keys inside it. One file of 64 hexadecimal
 * digits, mode 0600; all nodes of a hub have the same one. Whoever has it and the database can make
 * certificates; whoever loses it can open nothing that was sealed. Immutable.
 */
public final class MasterKey {
  public static final String FILE_NAME = "master.key";
  static final int BYTES = 32;
  private static final int FINGERPRINT = 8;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> TOO_OPEN =
      PosixFilePermissions.fromString("----w-rwx");

  private final SecretKey key;
  private final Path file;

  private MasterKey(byte[] bytes, Path file) {
    this.key = new SecretKeySpec(bytes, "AES");
    this.file = file;
  }

  /** True if {@code directory} holds a master key file, readable or not. */
  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve(FILE_NAME));
  }

  /**
   * Reads the key.
   *
   * @throws UnusableKeyException if the file is malformed or open to other users
   */
  public static MasterKey read(Path directory) {
    return readFile(directory.resolve(FILE_NAME));
  }

  static MasterKey readFile(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
        throw new UnusableKeyException(
            "master key %s: mode %s (expected: rw-------; run chmod 600)"
                .formatted(
                    file, PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
      }
      return new MasterKey(parse(Files.readString(file).strip(), file), file);
    } catch (IOException e) {
      throw new UnusableKeyException("master key %s cannot be read".formatted(file), e);
    }
  }

  /**
   * Makes a new key: written aside, synced, then renamed, so that a crash leaves no half file. The
   * directory belongs to one process.
   *
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static MasterKey generate(Path directory, SecureRandom random) {
    return generate(directory, FILE_NAME, random);
  }

  static MasterKey generate(Path directory, String name, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    Path file = directory.resolve(name);
    Path aside = directory.resolve(name + ".new");
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(aside);
      var mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
      try (var channel = FileChannel.open(aside, Set.of(CREATE_NEW, WRITE), mode)) {
        String line = HexFormat.of().formatHex(bytes) + "\n";
        var buffer = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      try (var entries = FileChannel.open(directory, READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("master key %s cannot be written".formatted(file), e);
    }
    return new MasterKey(bytes, file);
  }

  SecretKey key() {
    return key;
  }

  /**
   * Tells keys from each other, and nothing about them: 16 hexadecimal digits of an HMAC-SHA-256.
   */
  public String fingerprint() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      byte[] digest = mac.doFinal("murmuration master key".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing in this JVM", e);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "master key " + file;
  }

  private static byte[] parse(String text, Path file) {
    if (!text.matches("[0-9a-fA-F]{64}")) {
      throw new UnusableKeyException(
          "master key %s: %d characters (expected: 64 hexadecimal digits)"
              .formatted(file, text.length()));
    }
    return HexFormat.of().parseHex(text);
  }
}
