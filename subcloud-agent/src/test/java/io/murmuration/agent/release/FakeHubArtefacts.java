package io.murmuration.agent.release;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** A hub's artefacts in memory, with faults that a test plans. Counts what it gave. Thread-safe. */
final class FakeHubArtefacts implements ArtefactSource {
  static final int CHUNK = 1_000;

  private final Map<String, byte[]> artefacts = new ConcurrentHashMap<>();
  private final List<Long> offsets = new ArrayList<>();
  private int breakAfter = Integer.MAX_VALUE;
  private int breaks;
  private int flips;
  private Optional<BrokenException> refusal = Optional.empty();
  private long given;

  Artefact add(String name, int size, long seed) {
    var bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    try {
      var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      artefacts.put(digest, bytes);
      return new Artefact(name, digest, size);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] bytes(Artefact artefact) {
    return artefacts.getOrDefault(artefact.sha256(), new byte[0]).clone();
  }

  /** The next streams break after so many chunks. */
  synchronized void breaksAfter(int chunks, int times) {
    breakAfter = chunks;
    breaks = times;
  }

  /** In the next streams one bit is wrong. */
  synchronized void flips(int times) {
    flips = times;
  }

  synchronized void refuses(BrokenException why) {
    refusal = Optional.of(why);
  }

  synchronized List<Long> offsets() {
    return List.copyOf(offsets);
  }

  synchronized long given() {
    return given;
  }

  @Override
  public synchronized Chunks open(String sha256, long offset) {
    offsets.add(offset);
    boolean flip = flips > 0;
    flips -= flip ? 1 : 0;
    return new Stream(artefacts.getOrDefault(sha256, new byte[0]), (int) offset, flip);
  }

  private final class Stream implements Chunks {
    private final byte[] bytes;
    private int at;
    private boolean flip;
    private int chunks;

    Stream(byte[] bytes, int at, boolean flip) {
      this.bytes = bytes;
      this.at = at;
      this.flip = flip;
    }

    @Override
    public Optional<Chunk> next() throws BrokenException {
      synchronized (FakeHubArtefacts.this) {
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        if (breaks > 0 && chunks == breakAfter) {
          breaks--;
          throw new BrokenException("the connection broke", false, Duration.ZERO);
        }
        if (at == bytes.length) {
          return Optional.empty();
        }
        int count = Math.min(CHUNK, bytes.length - at);
        var data = Arrays.copyOfRange(bytes, at, at + count);
        if (flip) {
          data[count / 2] ^= 8;
          flip = false;
        }
        var chunk = new Chunk(at, ByteString.copyFrom(data), bytes.length);
        at += count;
        chunks++;
        given += count;
        return Optional.of(chunk);
      }
    }

    @Override
    public void close() {
      // nothing to tell
    }
  }
}
