package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.site.starlingx.identity.IdentitySettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StarlingXSettingsTest {
  @TempDir private Path directory;

  private StarlingXSettings valid(Map<String, String> section) {
    return switch (StarlingXSettings.read(section)) {
      case StarlingXSettings.Read.Valid(var settings) -> settings;
      case StarlingXSettings.Read.Invalid(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private String password() throws Exception {
    return Files.writeString(directory.resolve("password"), "s3cret\n").toString();
  }

  @Test
  void userAndPasswordFileAreEnoughOnAController() throws Exception {
    var settings = valid(Map.of("user", "agent", "password.file", password()));
    assertThat(settings.sysinv()).isEqualTo(URI.create("http://localhost:6385"));
    assertThat(settings.credentials().keystone()).isEqualTo(URI.create("http://localhost:5000"));
    assertThat(settings.credentials().project()).isEqualTo("services");
    assertThat(settings.trustFile()).isEmpty();
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void everySettingCanBeGiven() throws Exception {
    var file = password();
    var settings =
        valid(
            Map.ofEntries(
                Map.entry("sysinv.url", "https://[2001:db8::2]:6386"),
                Map.entry("keystone.url", "https://[2001:db8::2]:5001/"),
                Map.entry("user", "u"),
                Map.entry("user.domain", "ud"),
                Map.entry("project", "p"),
                Map.entry("project.domain", "pd"),
                Map.entry("password.file", file),
                Map.entry("trust.file", file),
                Map.entry("timeout.connect", "PT1S"),
                Map.entry("timeout.read", "PT2S"),
                Map.entry("timeout.write", "PT3S"),
                Map.entry("calls.at.once", "7")));
    assertThat(settings.trustFile()).isEqualTo(Optional.of(Path.of(file)));
    assertThat(settings.calls().connect()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.calls().write()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.calls().atOnce()).isEqualTo(7);
  }

  @Test
  void identitiesAreKeptOnceTheirDatabaseIsNamed() throws Exception {
    var file = password();
    var needed = Map.of("user", "u", "password.file", file);
    assertThat(valid(needed).identity()).isEmpty();
    var section = new HashMap<>(needed);
    section.put("keystone.db.url", "jdbc:postgresql://localhost/keystone");
    section.put("keystone.db.password.file", file);
    section.put("keystone.memcached", "localhost:11211, [2001:db8::2]:11211");
    section.put("keystone.admin.command", "/usr/local/bin/keyring-admin  --now");
    var identity = valid(section).identity().orElseThrow();
    assertThat(identity.way())
        .isInstanceOfSatisfying(
            IdentitySettings.Way.Tables.class,
            tables -> assertThat(tables.user()).isEqualTo("keystone"));
    assertThat(identity.memcached())
        .extracting(InetSocketAddress::getHostString)
        .containsExactly("localhost", "[2001:db8::2]");
    assertThat(identity.adminCommand()).containsExactly("/usr/local/bin/keyring-admin", "--now");
    section.put("keystone.db.url", "jdbc:postgresql://localhost/keystone?password=x");
    section.put("keystone.memcached", "localhost");
    section.remove("keystone.db.password.file");
    assertThat(StarlingXSettings.read(section).toString())
        .contains("starlingx.keystone.db.url: ", "starlingx.keystone.memcached: localhost")
        .contains("starlingx.keystone.db.password.file: not set");
  }

  @Test
  void identitiesAreKeptThroughDcdbsyncOrInTheDatabaseButNotBoth() throws Exception {
    var file = password();
    var section = new HashMap<>(Map.of("user", "u", "password.file", file));
    section.put("dcdbsync.url", "https://[2001:db8::2]:8220");
    section.put("dcdbsync.admin.password.command", "keyring get CGCS admin");
    var identity = valid(section).identity().orElseThrow();
    assertThat(identity.way())
        .isEqualTo(new IdentitySettings.Way.Dcdbsync(URI.create("https://[2001:db8::2]:8220")));
    assertThat(identity.adminCommand()).containsExactly("keyring", "get", "CGCS", "admin");
    section.put("keystone.db.url", "jdbc:postgresql://localhost/keystone");
    assertThat(StarlingXSettings.read(section).toString())
        .contains("starlingx.dcdbsync.url: ")
        .contains("not set, because keystone.db.url is");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var read =
        StarlingXSettings.read(
            Map.of(
                "sysinv.url", "http://localhost:6385/v1",
                "keystone.url", "localhost",
                "timeout.read", "20s",
                "calls.at.once", "0",
                "password", "s3cret"));
    assertThat(read)
        .isInstanceOfSatisfying(
            StarlingXSettings.Read.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .hasSize(7)
                    .anySatisfy(
                        problem -> assertThat(problem).startsWith("starlingx.sysinv.url: http"))
                    .anySatisfy(
                        problem -> assertThat(problem).startsWith("starlingx.user: not set"))
                    .allSatisfy(problem -> assertThat(problem).contains("(expected: "))
                    .noneSatisfy(problem -> assertThat(problem).contains("s3cret")));
  }

  @Test
  void onlyTheAuthorityInTheTrustFileIsTrusted() throws Exception {
    var keys = TestCertificates.keys();
    var certificate = TestCertificates.certificate(keys, "localhost", 1, TestCertificates.UNTIL);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var word = "password".toCharArray();
    store.setKeyEntry("server", keys.getPrivate(), word, new Certificate[] {certificate});
    var storeFile = directory.resolve("server.p12");
    try (var out = Files.newOutputStream(storeFile)) {
      store.store(out, word);
    }
    var right =
        Files.writeString(
            directory.resolve("right.pem"), Pem.encode("CERTIFICATE", certificate.getEncoded()));
    var wrong = Files.writeString(directory.resolve("wrong.pem"), TestCertificates.pem("else", 2));
    var clock = new ManualClock();
    var configuration =
        wireMockConfig()
            .dynamicHttpsPort()
            .httpDisabled(true)
            .keystoreType("PKCS12")
            .keystorePath(storeFile.toString())
            .keystorePassword("password")
            .keyManagerPassword("password");
    try (var services = new FakeServices(clock, configuration)) {
      var url = "https://localhost:" + services.server().httpsPort();
      assertThat(verdict(url, right, clock)).isEqualTo(Verdict.UP);
      assertThat(verdict(url, wrong, clock))
          .isInstanceOfSatisfying(
              Verdict.Down.class,
              down -> assertThat(down.why()).startsWith("Keystone fails in TLS"));
    }
  }

  private Verdict verdict(String url, Path trustFile, ManualClock clock) throws Exception {
    var settings =
        valid(
            Map.of(
                "sysinv.url",
                url,
                "keystone.url",
                url,
                "user",
                "agent",
                "password.file",
                password(),
                "trust.file",
                trustFile.toString()));
    try (var site = StarlingXSite.open(settings, directory.resolve("site"), clock)) {
      return site.verdict();
    }
  }
}
