package io.murmuration.central.release.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way into the vault, hashed while it is written. Either {@link #finish} and {@link
 * #keep}, or nothing of it remains after {@link #close}. One thread.
 */
public final class Incoming extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  /** The room on the disk is looked at again after so many bytes. */
  private static final long LOOK_AT_ROOM = 16L << 20;

  private final Vault vault;
  private final Path file;
  private final FileChannel channel;
  private final long most;
  private final MessageDigest digest = Sha256.digest();
  private long size;
  private long looked;
  private boolean kept;

  Incoming(Vault vault, Path file, FileChannel channel, long most) {
    this.vault = vault;
    this.file = file;
    this.channel = channel;
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * @throws TooLargeException if the file has more bytes than one may have
   * @throws NoRoomException if the disk is too full, or does not take it
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (size + length > most) {
      throw new TooLargeException(
          "file: more than %d bytes (expected: at most release-vault.most-bytes)".formatted(most));
    }
    if (size + length - looked > LOOK_AT_ROOM) {
      looked = size;
      try {
        vault.requireRoom(LOOK_AT_ROOM);
      } catch (VaultException e) {
        throw new NoRoomException(String.valueOf(e.getMessage()));
      }
    }
    digest.update(bytes, offset, length);
    var rest = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw new NoRoomException("the release vault cannot be written to: " + e.getMessage());
    }
    size += length;
  }

  /** All of it was written: it survives a loss of power from here on. */
  public Content finish() throws VaultException {
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw new VaultException("the release vault cannot be written to", e);
    }
    return new Content(Sha256.of(digest.digest()), size);
  }

  /** Where it is until it is kept, to be looked into. */
  public Path file() {
    return file;
  }

  /** Puts it in its place; no row names it yet. */
  public void keep(Content content) throws VaultException {
    vault.keep(file, content);
    kept = true;
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!kept) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("release vault: {} is left over: {}", file, e.getMessage());
    }
  }

  /** The file may not be so large; words for whoever sends it. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String words) {
      super(words);
    }
  }

  /** The vault cannot take the file now; words for an operator. */
  public static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String words) {
      super(words);
    }
  }
}
