package io.murmuration.central.deployfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookArchiveTest {
  private static final DeployFileLimits LIMITS = new DeployFileLimits(1_000, 5);

  private final List<Problem> problems = new ArrayList<>();

  private Optional<List<DeployFile.Entry>> unpack(byte[] zip) {
    return PlaybookArchive.unpack("deploy_playbook", zip, "dm.yaml", LIMITS, problems);
  }

  private static byte[] withPlaybook(String path, String content) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("dm.yaml", "play");
    entries.put(path, content);
    return UploadForm.zipOf(entries);
  }

  private String told() {
    return problems.stream().map(Problem::text).toList().toString();
  }

  @Test
  void filesAreUnpackedAndDirectoriesAreNot() {
    var entries = unpack(withPlaybook("roles/", "")).orElseThrow();

    assertThat(entries)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.path()).isEqualTo("dm.yaml");
          assertThat(entry.content()).asString().isEqualTo("play");
        });
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "roles/../../escaped",
        "/etc/passwd",
        "roles//x",
        "./x",
        "..",
        "..\\escaped",
        "C:/x",
        "C:x",
        "roles/a\u0007b",
        "../",
        "a\nb",
      })
  void noEntryLeavesItsDirectory(String path) {
    assertThat(unpack(withPlaybook(path, "x"))).isEmpty();
    assertThat(told()).contains("deploy_playbook: ", "relative paths");
  }

  @Test
  void whatUnpacksToTooMuchIsRefusedWhateverItsSizeIsPacked() {
    var bomb = withPlaybook("roles/bomb", "0".repeat(500_000));

    assertThat(bomb).hasSizeLessThan(1_000);
    assertThat(unpack(bomb)).isEmpty();
    assertThat(told()).contains("at most 1000 bytes, unpacked");
  }

  @Test
  void manyEntriesAreRefused() {
    Map<String, String> entries = new LinkedHashMap<>(Map.of("dm.yaml", ""));
    for (int i = 0; i < 5; i++) {
      entries.put("d" + i + "/", "");
    }

    assertThat(unpack(UploadForm.zipOf(entries))).isEmpty();
    assertThat(told()).contains("at most 5 entries");
  }

  @Test
  void thePlaybookItselfMustBeAtTheTop() {
    assertThat(unpack(UploadForm.zipOf(Map.of("sub/dm.yaml", "play")))).isEmpty();
    assertThat(told()).contains("no entry dm.yaml");
  }

  @Test
  void aPathIsAFileOrADirectory() {
    assertThat(unpack(withPlaybook("dm.yaml/roles/x", "x"))).isEmpty();
    assertThat(told()).contains("a file or a directory, not both");
  }

  @Test
  void twoEntriesOfOnePathAreRefused() {
    var zip = withPlaybook("dm.yamm", "other");
    for (int i = 0; i + 7 <= zip.length; i++) {
      if (new String(zip, i, 7, ISO_8859_1).equals("dm.yamm")) {
        zip[i + 6] = 'l';
      }
    }

    assertThat(unpack(zip)).isEmpty();
    assertThat(told()).contains("each path once");
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    assertThat(unpack("no zip".getBytes(UTF_8))).isEmpty();
    assertThat(unpack(new byte[0])).isEmpty();
  }

  @Test
  void aDamagedArchiveIsRefusedWhereverItEnds() {
    var zip = withPlaybook("roles/x", "some content of a role that is long enough to be cut");
    for (int length = 0; length < zip.length; length++) {
      problems.clear();
      assertThat(unpack(Arrays.copyOf(zip, length))).as("cut at %d", length).isEmpty();
      assertThat(problems).isNotEmpty();
    }
  }

  @Test
  void namesThatAreNotTextAreRefused() {
    var zip = withPlaybook("roles/xx", "x");
    for (int i = 0; i + 2 <= zip.length; i++) {
      if (zip[i] == 'x' && zip[i + 1] == 'x') {
        zip[i] = (byte) 0xff;
      }
    }

    assertThat(unpack(zip)).isEmpty();
    assertThat(told()).contains("a readable zip archive");
  }
}
