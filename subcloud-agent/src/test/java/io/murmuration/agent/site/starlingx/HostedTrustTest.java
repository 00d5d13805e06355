package io.murmuration.agent.site.starlingx;

import static io.murmuration.agent.site.starlingx.SiteUnderTest.ADMIN_ENDPOINT;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.site.starlingx.FakeAdminEndpoint.Authority;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that gets to its site's services only by way of the admin endpoint, over real TLS. */
@Timeout(60)
final class HostedTrustTest {
  private static final String NAME = "region-adminep-ca-certificate";

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private FakeServices services;
  private FakeAdminEndpoint endpoint;
  private StarlingXSite site;
  private Authority formerRoot;
  private Authority former;
  private Authority nextRoot;
  private Authority next;

  @BeforeEach
  void open() throws Exception {
    services = new FakeServices(clock);
    endpoint = new FakeAdminEndpoint();
    endpoint.passOnTo(services.server().port());
    formerRoot = FakeAdminEndpoint.authority("former root", 1, null);
    former = FakeAdminEndpoint.authority(NAME, 10, formerRoot);
    nextRoot = FakeAdminEndpoint.authority("next root", 2, null);
    next = FakeAdminEndpoint.authority(NAME, 11, nextRoot);
    serveFrom(former);
    Files.writeString(directory.resolve("password"), "s3cret\n");
    trustFile(formerRoot.pem());
    site = start();
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
    endpoint.close();
    services.close();
  }

  private StarlingXSite start() throws Exception {
    var url = URI.create("https://localhost:" + endpoint.address().getPort());
    var credentials =
        new Credentials(
            url, "agent", "Default", "services", "Default", directory.resolve("password"));
    var settings =
        new StarlingXSettings(
            url,
            endpoint.address(),
            credentials,
            Optional.of(directory.resolve("trust.pem")),
            POLICY,
            new SiteServices.Addresses(url, url),
            Optional.empty());
    return StarlingXSite.open(settings, directory.resolve("site"), clock);
  }

  private void trustFile(String content) throws Exception {
    Files.writeString(directory.resolve("trust.pem"), content);
  }

  private void serveFrom(Authority intermediate) throws Exception {
    endpoint.issueFrom(intermediate.pem(), intermediate.keyPem());
  }

  private SiteResult give(Authority intermediate, Authority root) throws Exception {
    var value =
        "{\"certificate\":\"%s\",\"key\":\"%s\",\"roots\":\"%s\"}"
            .formatted(intermediate.pem(), intermediate.keyPem(), root.pem())
            .replace("\n", "\\n");
    var write = new SiteWrite.Upsert(ADMIN_ENDPOINT, Payload.of(value));
    return site.write(Kind.DC_CERT, List.of(write)).getFirst();
  }

  private void isRefused() {
    assertThat(site.verdict())
        .isInstanceOfSatisfying(
            Verdict.Down.class, down -> assertThat(down.why()).contains("fails in TLS"));
  }

  @Test
  void anotherRootThatTheHubGaveTheSiteLocksTheAgentOutAtNoTime() throws Exception {
    assertThat(give(next, nextRoot)).isInstanceOf(SiteResult.Deferred.class);
    assertThat(site.verdict()).as("by the former root").isEqualTo(Verdict.UP);
    serveFrom(next);
    assertThat(site.verdict()).as("before it counts as applied").isEqualTo(Verdict.UP);
    assertThat(give(next, nextRoot)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
    site.close();
    site = start();
    assertThat(site.verdict()).as("after a restart").isEqualTo(Verdict.UP);
  }

  @Test
  void anAgentThatStopsWhileTheSiteGoesOverComesBackIn() throws Exception {
    assertThat(give(next, nextRoot)).isInstanceOf(SiteResult.Deferred.class);
    site.close();
    serveFrom(next);
    site = start();
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void aTrustFileThatIsRewrittenCountsFromTheNextConnection() throws Exception {
    serveFrom(next);
    isRefused();
    trustFile(formerRoot.pem() + nextRoot.pem());
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void aTrustFileThatBreaksOrIsGoneLeavesTheLastGoodOne() throws Exception {
    trustFile("half a certif");
    serveFrom(former);
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
    Files.delete(directory.resolve("trust.pem"));
    serveFrom(former);
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
    trustFile(nextRoot.pem());
    serveFrom(former);
    isRefused();
  }

  @Test
  void aStrangersRootIsRefusedWhateverWasAppliedBefore() throws Exception {
    serveFrom(next);
    isRefused();
    assertThat(give(next, formerRoot))
        .as("roots of no valid item")
        .isInstanceOf(SiteResult.Refused.class);
    assertThat(give(next, nextRoot)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.verdict()).isEqualTo(Verdict.UP);
    var stranger = FakeAdminEndpoint.authority("next root", 2, null);
    serveFrom(FakeAdminEndpoint.authority(NAME, 12, stranger));
    isRefused();
  }
}
