package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Watch;
import io.murmuration.proto.Availability;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.PushBody;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who is not the agent of a subcloud gets nothing of what is declared for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersIT {
  private static final Duration LIFE = Duration.ofDays(1);

  private final AtomicInteger numbers = new AtomicInteger();
  private HubProcess hub;
  private Papers papers;

  @BeforeAll
  void start(@TempDir Path dir) {
    hub = Hubs.start(dir, Map.of());
    papers = new Papers(hub, HubDatabase.of(hub), dir.resolve("agents"));
    hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            "items: [{type: dns, value: {nameservers: [192.0.2.53]}}]");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  @Test
  void agentWithItsOwnCertificateGetsItsConfiguration() throws Exception {
    var agent = papers.enrolled(managed());
    try (var probe = dial(agent)) {
      probe.awaitWelcome();
      assertThat(pushed(probe)).contains("192.0.2.53");
    }
  }

  @Test
  void anotherSubcloudsCertificateGetsNothing() throws Exception {
    var mine = papers.enrolled(managed());
    var yours = papers.enrolled(managed());
    try (var probe =
        AgentProbe.dial(hub.agents(), HubTls.mutual(mine), AgentProbe.hello(yours.subcloudId()))) {
      assertGotNothing(probe);
      assertThat(probe.goAway().getReason()).isEqualTo(GoAway.Reason.NOT_AUTHORISED);
    }
  }

  @Test
  void expiredCertificateGetsNothing() throws Exception {
    var agent = papers.enrolled(managed());
    var now = Instant.now();
    try (var probe = dial(papers.issuedAt(now, LIFE, agent))) {
      probe.awaitWelcome(); // a further certificate is no obstacle: only its age will be
    }
    try (var probe = dial(papers.issuedAt(now.minus(LIFE.multipliedBy(2)), LIFE, agent))) {
      assertGotNothing(probe);
    }
  }

  @Test
  void foreignCertificateGetsNothing() throws Exception {
    try (var probe = dial(papers.foreign(papers.enrolled(managed())))) {
      assertGotNothing(probe);
    }
  }

  @Test
  void noCertificateGetsNothing() throws Exception {
    var agent = papers.enrolled(managed());
    try (var probe =
        AgentProbe.dial(
            hub.agents(), HubTls.serverOnly(agent.trust()), AgentProbe.hello(agent.subcloudId()))) {
      assertGotNothing(probe);
    }
  }

  @Test
  void revokedAgentIsCutOffAtOnceAndRefusedFromThenOn() throws Exception {
    var agent = papers.enrolled(managed());
    try (var probe = dial(agent)) {
      probe.awaitWelcome();
      long began = System.nanoTime();
      hub.rest().send("DELETE", "/v1.0/enrolments/" + agent.subcloudName(), "", "");
      probe.awaitEnd();
      System.out.printf("revoked: cut off after %.2f s%n", (System.nanoTime() - began) / 1e9);
      assertThat(probe.goAway().getReason()).isEqualTo(GoAway.Reason.NOT_AUTHORISED);
    }
    try (var probe = dial(agent)) {
      assertGotNothing(probe);
    }
  }

  @Test
  void usedTokenServesTheSameKeyOnly() throws Exception {
    var token = papers.token(managed());
    var first = papers.enrol("first-key", token);
    assertThat(first).isInstanceOf(EnrolmentResult.Granted.class);
    assertThat(papers.enrol("first-key", token))
        .isInstanceOfSatisfying(
            EnrolmentResult.Granted.class,
            again ->
                assertThat(again.identity())
                    .isEqualTo(((EnrolmentResult.Granted) first).identity()));
    assertThat(papers.enrol("other-key", token)).isInstanceOf(EnrolmentResult.Refused.class);
  }

  @Test
  void deletedSubcloudIsCutOffAndItsNamesakeSharesNothing() throws Exception {
    int number = numbers.incrementAndGet();
    var name = Fleet.name(number);
    Fleet.create(hub.rest(), number, number, 1);
    var former = papers.enrolled(name);
    hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/subclouds/" + name,
            "items: [{type: ntp, value: {ntpservers: [192.0.2.123]}}]");
    var down = AgentProbe.hello(former.subcloudId(), Availability.AVAILABILITY_DOWN);
    try (var probe = AgentProbe.dial(hub.agents(), HubTls.mutual(former), down)) {
      probe.awaitWelcome(); // and offline by its own verdict: an online one may not be deleted
      assertThat(hub.rest().send("DELETE", "/v1.0/subclouds/" + name, "", "").statusCode())
          .isEqualTo(200);
      probe.awaitEnd();
    }
    Fleet.create(hub.rest(), number, number, 1);
    Fleet.manage(hub.rest(), number, number);
    assertThat(hub.rest().get("/v1.0/desired/subclouds/" + name).get("items")).isEmpty();
    var latter = papers.enrolled(name);
    assertThat(latter.subcloudId()).isNotEqualTo(former.subcloudId());
    try (var probe = dial(former)) {
      assertGotNothing(probe);
    }
    try (var probe =
        AgentProbe.dial(
            hub.agents(), HubTls.mutual(former), AgentProbe.hello(latter.subcloudId()))) {
      assertGotNothing(probe);
    }
    try (var probe = dial(latter)) {
      probe.awaitWelcome();
      assertThat(pushed(probe)).contains("192.0.2.53").doesNotContain("192.0.2.123");
    }
  }

  private String managed() {
    int number = numbers.incrementAndGet();
    Fleet.create(hub.rest(), number, number, 1);
    Fleet.manage(hub.rest(), number, number);
    return Fleet.name(number);
  }

  private AgentProbe dial(Identity identity) throws Exception {
    return AgentProbe.dial(
        hub.agents(), HubTls.mutual(identity), AgentProbe.hello(identity.subcloudId()));
  }

  private static void assertGotNothing(AgentProbe probe) {
    probe.awaitEnd();
    assertThat(probe.frames()).allMatch(HubFrame::hasGoAway);
  }

  private static String pushed(AgentProbe probe) throws Exception {
    Watch.until("a push", AgentProbe.LIMIT, () -> probe.heard(HubFrame.BodyCase.PUSH));
    var text = new StringBuilder();
    for (var frame : probe.frames()) {
      if (frame.hasPush()) {
        for (var item : PushBody.parseFrom(frame.getPush().getBody()).getItemsList()) {
          text.append(item.getPayload().toStringUtf8());
        }
      }
    }
    return text.toString();
  }
}
