package io.murmuration.agent.release;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What was fetched of an artefact, hashed on the way. After a restart the bytes that are there are
 * read once, to go on from them. One thread.
 */
final class PartialFile implements AutoCloseable {
  private final FileChannel channel;
  private MessageDigest digest = sha256();
  private long size;

  private PartialFile(FileChannel channel) {
    this.channel = channel;
  }

  static PartialFile open(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var partial = new PartialFile(channel);
    try {
      partial.size = hash(file, partial.digest);
      channel.position(partial.size);
      return partial;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  void append(ByteString bytes) throws IOException {
    for (var rest : bytes.asReadOnlyByteBufferList()) {
      digest.update(rest.duplicate());
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    size += bytes.size();
  }

  void clear() throws IOException {
    channel.truncate(0);
    channel.position(0);
    digest = sha256();
    size = 0;
  }

  /** All of it was written: makes it durable and says its digest. Nothing may follow but clear. */
  String finish() throws IOException {
    channel.force(true);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Digest of a file. */
  static String digestOf(Path file) throws IOException {
    var digest = sha256();
    hash(file, digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long hash(Path file, MessageDigest digest) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      return in.transferTo(sink);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
