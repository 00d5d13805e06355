package io.murmuration.central.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.testing.TestCertificate;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimRulesTest {
  private static final UUID ENROLMENT = new UUID(0, 1);
  private static final UUID FORMER = new UUID(0, 2);
  private static final UUID JOURNAL = new UUID(0, 3);

  /** Only when it was made matters here. */
  private static final X509Certificate CERTIFICATE = certificate();

  private static X509Certificate certificate() {
    try {
      return Pem.certificate(TestCertificate.of(10).certificate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClaimRequest dial(long dial) {
    return new ClaimRequest(
        new AgentIdentity(new SubcloudId(1), ENROLMENT, "0a"),
        JOURNAL,
        dial,
        "1",
        SiteVerdict.up(0));
  }

  private static ClaimRules.Facts facts(
      @Nullable UUID enrolment, @Nullable UUID certificate, boolean revoked) {
    return new ClaimRules.Facts(
        true,
        enrolment,
        certificate,
        revoked,
        false,
        new ClaimRules.Session(ENROLMENT, JOURNAL, 5, true));
  }

  private static ClaimRules.Facts after(UUID enrolment, UUID journal) {
    return new ClaimRules.Facts(
        true,
        ENROLMENT,
        ENROLMENT,
        false,
        false,
        new ClaimRules.Session(enrolment, journal, 5, true));
  }

  @Test
  void higherDialOfTheSameJournalWins() {
    assertThat(ClaimRules.refusal(dial(6), facts(ENROLMENT, ENROLMENT, false))).isEmpty();
  }

  @Test
  void dialThatIsNotHigherIsSuperseded() {
    for (long dial : new long[] {4, 5}) {
      assertThat(ClaimRules.refusal(dial(dial), facts(ENROLMENT, ENROLMENT, false)))
          .hasValueSatisfying(no -> assertThat(no.reason()).isEqualTo(GoAway.Reason.SUPERSEDED));
    }
  }

  @Test
  void newJournalOrNewEnrolmentStartsAnew() {
    assertThat(ClaimRules.refusal(dial(1), after(ENROLMENT, new UUID(9, 9)))).isEmpty();
    assertThat(ClaimRules.refusal(dial(1), after(FORMER, JOURNAL))).isEmpty();
  }

  @Test
  void anythingWrongWithTheCertificateIsNotAuthorised() {
    for (var facts :
        new ClaimRules.Facts[] {
          facts(null, ENROLMENT, false),
          facts(FORMER, ENROLMENT, false),
          facts(ENROLMENT, null, false),
          facts(ENROLMENT, FORMER, false),
          facts(ENROLMENT, ENROLMENT, true),
          new ClaimRules.Facts(
              false,
              ENROLMENT,
              ENROLMENT,
              false,
              false,
              new ClaimRules.Session(null, null, 0, true)),
          new ClaimRules.Facts(
              true, ENROLMENT, ENROLMENT, false, true, new ClaimRules.Session(null, null, 0, true))
        }) {
      assertThat(ClaimRules.refusal(dial(6), facts))
          .hasValueSatisfying(
              no -> assertThat(no.reason()).isEqualTo(GoAway.Reason.NOT_AUTHORISED));
    }
  }

  @Test
  void aCertificateOfTheLostTimeIsTakenInIfNothingStoredContradictsIt() {
    var issued = HubCa.issuedAt(CERTIFICATE);
    var before = issued.minusSeconds(60);
    var after = issued.plusSeconds(60);
    assertThat(isLost(lost(ENROLMENT, null, after, before, true))).as("renewed").isTrue();
    assertThat(isLost(lost(null, null, after, null, false))).as("enrolled").isTrue();
    assertThat(isLost(lost(FORMER, null, after, before, false))).as("enrolled anew").isTrue();

    assertThat(isLost(lost(ENROLMENT, null, null, before, true))).as("never restored").isFalse();
    assertThat(isLost(lost(ENROLMENT, null, before, before, true))).as("made since").isFalse();
    assertThat(isLost(lost(FORMER, null, after, after, false))).as("older enrolment").isFalse();
    assertThat(isLost(lost(null, null, after, null, true))).as("revoked enrolment").isFalse();
    assertThat(isLost(lost(ENROLMENT, ENROLMENT, after, before, true))).as("known").isFalse();
    var taken = lost(ENROLMENT, null, after, before, true);
    assertThat(ClaimRules.refusal(presenting(), taken)).isEmpty();
  }

  private static boolean isLost(ClaimRules.Facts facts) {
    return ClaimRules.isLost(presenting(), facts);
  }

  private static ClaimRules.Facts lost(
      @Nullable UUID active,
      @Nullable UUID stored,
      @Nullable Instant recovered,
      @Nullable Instant enrolled,
      boolean enrolmentKnown) {
    return new ClaimRules.Facts(
        true,
        active,
        stored,
        false,
        false,
        new ClaimRules.Session(null, null, 0, false),
        new ClaimRules.LostTime(recovered, enrolled, enrolmentKnown));
  }

  private static ClaimRequest presenting() {
    return new ClaimRequest(
        new AgentIdentity(new SubcloudId(1), ENROLMENT, "0a", CERTIFICATE),
        JOURNAL,
        1,
        "1",
        SiteVerdict.up(0));
  }
}
