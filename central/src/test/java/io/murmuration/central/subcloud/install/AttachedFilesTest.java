package io.murmuration.central.subcloud.install;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Deploy configurations and cloud-init archives. */
class AttachedFilesTest {
  private static final byte[] CONFIG = "kind: System\n---\nkind: Host\n".getBytes(UTF_8);

  @Test
  void aDeployConfigurationIsTextWithANameAndNeedsTheReleasesFiles() {
    assertThat(DeployConfigRules.check("site.yaml", CONFIG, "25.09", List.of())).isEmpty();
    assertThat(DeployConfigRules.check("", CONFIG, "25.09", List.of()))
        .extracting(Problem::expected)
        .containsExactly("a file with its name");
    assertThat(DeployConfigRules.check("a", new byte[] {(byte) 0xff}, "25.09", List.of()))
        .extracting(Problem::expected)
        .containsExactly("UTF-8");
    assertThat(DeployConfigRules.check("a", new byte[0], "25.09", List.of())).hasSize(1);
    assertThat(
            DeployConfigRules.check(
                "a", CONFIG, "24.09", List.of("deploy_playbook", "deploy_chart")))
        .extracting(Problem::given)
        .containsExactly("given without deploy_playbook and deploy_chart of release 24.09");
  }

  @Test
  void aCloudInitArchiveGoesWithAnEnrolmentOfALaterRelease() throws IOException {
    var enroll = Optional.of(true);

    assertThat(CloudInitRules.check("c.tar", tar(), "25.09", enroll)).isEmpty();
    assertThat(CloudInitRules.check("c.tar.gz", gzip(tar()), "25.09", enroll)).isEmpty();
    assertThat(CloudInitRules.check("c.tar", tar(), "25.09", Optional.of(false))).hasSize(1);
    assertThat(CloudInitRules.check("c.tar", tar(), "25.09", Optional.empty())).hasSize(1);
    assertThat(CloudInitRules.check("c.tar", tar(), "24.09", enroll)).hasSize(1);
    assertThat(CloudInitRules.check("", "text".getBytes(UTF_8), "24.09", Optional.empty()))
        .hasSize(4);
  }

  @Test
  void anArchiveIsKnownByItsFirstHeader() throws IOException {
    var damaged = tar();
    damaged[0] = 'x';

    assertThat(CloudInitRules.isTar(new byte[1_024])).as("without entries").isTrue();
    assertThat(CloudInitRules.isTar(damaged)).isFalse();
    assertThat(CloudInitRules.isTar(new byte[100])).isFalse();
    assertThat(CloudInitRules.isTar(gzip("text".getBytes(UTF_8)))).isFalse();
    assertThat(CloudInitRules.isTar(new byte[] {0x1f, (byte) 0x8b, 8})).isFalse();
    assertThat(CloudInitRules.isTar("BZh91AY".getBytes(US_ASCII))).isTrue();
  }

  /** One empty file. */
  private static byte[] tar() {
    var tar = new byte[1_536];
    put(tar, 0, "user-data");
    put(tar, 100, "0000644\0");
    put(tar, 124, "00000000000\0");
    put(tar, 148, "        ");
    put(tar, 156, "0");
    put(tar, 257, "ustar\0");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i];
    }
    put(tar, 148, "%06o\0 ".formatted(sum));
    return tar;
  }

  private static void put(byte[] tar, int at, String text) {
    var bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }
}
