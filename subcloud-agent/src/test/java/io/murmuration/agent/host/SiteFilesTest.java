package io.murmuration.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {
  @TempDir private Path directory;
  private SiteFiles files;

  @BeforeEach
  void common() throws Exception {
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    files =
        new SiteFiles(
            directory,
            new TreeMap<>(Map.of("user", "dcmanager", "password.file", password.toString())));
  }

  private void file(String name, String content) throws Exception {
    Files.writeString(directory.resolve(name + ".properties"), content);
  }

  private static HostedSite site(SiteFiles.Reading reading, String name) {
    return Optional.ofNullable(reading.sites().get(name)).orElseThrow();
  }

  @Test
  void theAdminPortsOfAnAddressAreKnownAndMayBeOverridden() throws Exception {
    file("six", "address=2001:db8::2\ntoken.file=six.token\n");
    file("four", "address=192.0.2.2\ntoken.file=t\nstarlingx.fm.url=http://192.0.2.2:18002\n");
    var reading = files.read();
    assertThat(reading.problems()).isEmpty();
    var six = site(reading, "six");
    assertThat(six.tokenFile()).isEqualTo(directory.resolve("six.token"));
    assertThat(six.settings().sysinv()).isEqualTo(URI.create("https://[2001:db8::2]:6386"));
    assertThat(six.settings().credentials().keystone())
        .isEqualTo(URI.create("https://[2001:db8::2]:5001"));
    assertThat(six.settings().services().usm()).isEqualTo(URI.create("https://[2001:db8::2]:5498"));
    assertThat(six.settings().identity()).isPresent();
    assertThat(site(reading, "four").settings().services().fm())
        .isEqualTo(URI.create("http://192.0.2.2:18002"));
  }

  @Test
  void aFileThatCannotBeUsedIsNamedWithAllItsMistakesAndTheOthersCount() throws Exception {
    file("good", "address=192.0.2.2\ntoken.file=t\n");
    file("bad", "addres=192.0.2.3\nstarlingx.calls.at.once=0\n");
    var reading = files.read();
    assertThat(reading.sites()).containsOnlyKeys("good");
    assertThat(reading.broken()).containsExactly("bad");
    assertThat(reading.problems())
        .allMatch(problem -> problem.contains("bad.properties: "))
        .anyMatch(problem -> problem.contains("addres: unknown"))
        .anyMatch(problem -> problem.contains("address: not set"))
        .anyMatch(problem -> problem.contains("token.file: not set"))
        .anyMatch(problem -> problem.contains("starlingx.calls.at.once: 0"));
  }

  @Test
  void aFileThatSaysTheSameIsTheSameSite() throws Exception {
    file("a", "address=192.0.2.2\ntoken.file=t\n");
    var before = files.read();
    file("a", "token.file = t\n# moved on\naddress = 192.0.2.2\n");
    assertThat(files.read().sites()).isEqualTo(before.sites());
  }
}
