package io.murmuration.central.subcloud.install;

import io.murmuration.central.api.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The rules of a cloud-init archive: a tar file that goes with an enrolment. */
public final class CloudInitRules {
  /** The form part that carries the file. */
  public static final String PART = "cloud_init_config";

  private static final String RELEASE_WITHOUT = "24.09";
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** Inside of these the JDK cannot look: their first bytes must do. */
  private static final List<byte[]> OTHER_COMPRESSIONS =
      List.of(new byte[] {'B', 'Z', 'h'}, new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0x00});

  private CloudInitRules() {}

  /**
   * @param enroll what the request says about enrolment; empty if nothing
   */
  public static List<Problem> check(
      String fileName, byte[] content, String release, Optional<Boolean> enroll) {
    List<Problem> problems = new ArrayList<>();
    if (!enroll.orElse(false)) {
      problems.add(new Problem(PART, "given", "only together with enroll=true"));
    }
    if (release.equals(RELEASE_WITHOUT)) {
      problems.add(new Problem(PART, "given for " + release, "a later release"));
    }
    if (fileName.isBlank()) {
      problems.add(new Problem(PART, "a file without a name", "a file with its name"));
    }
    if (!isTar(content)) {
      problems.add(new Problem(PART, content.length + " bytes that are no tar", "a tar archive"));
    }
    return problems;
  }

  static boolean isTar(byte[] content) {
    if (OTHER_COMPRESSIONS.stream().anyMatch(magic -> startsWith(content, magic))) {
      return true;
    }
    try {
      return isHeader(startsWith(content, GZIP) ? unzipped(content) : firstBlock(content));
    } catch (IOException _) {
      return false;
    }
  }

  private static byte[] firstBlock(byte[] content) {
    return Arrays.copyOf(content, Math.min(content.length, BLOCK));
  }

  private static byte[] unzipped(byte[] content) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readNBytes(BLOCK);
    }
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    return content.length >= magic.length
        && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }

  /** The header's checksum is right, counting its own place as spaces; zeros end an archive. */
  private static boolean isHeader(byte[] block) {
    if (block.length < BLOCK) {
      return false;
    }
    int sum = 0;
    boolean zeros = true;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? ' ' : block[i] & 0xff;
      zeros &= block[i] == 0;
    }
    return zeros || written(block) == sum;
  }

  /** Octal digits between spaces and zero bytes; -1 if they are none. */
  private static int written(byte[] block) {
    int value = 0;
    boolean digits = false;
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_LENGTH; i++) {
      if (block[i] >= '0' && block[i] <= '7') {
        value = value * 8 + (block[i] - '0');
        digits = true;
      } else if (block[i] != ' ' && block[i] != 0) {
        return -1;
      }
    }
    return digits ? value : -1;
  }
}
