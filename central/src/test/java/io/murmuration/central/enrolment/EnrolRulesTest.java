package io.murmuration.central.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.CertificateRequest;
import io.murmuration.central.enrolment.EnrolRules.Decision;
import io.murmuration.central.enrolment.EnrolRules.Token;
import io.murmuration.central.enrolment.Issuance.Reason;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnrolRulesTest {
  /** The rules compare hashes only. */
  private static final PublicKey NO_KEY =
      new PublicKey() {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
          return "none";
        }

        @Override
        public String getFormat() {
          return "none";
        }

        @Override
        public byte[] getEncoded() {
          return new byte[0];
        }
      };

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final UUID ENROLMENT = UUID.fromString("0a1b2c3d-0000-4000-8000-00000000000f");
  private static final Token OPEN = new Token("t1", 1, NOW.plusSeconds(1), null, null);
  private static final Token OPEN_TOO = new Token("t2", 1, NOW.plusSeconds(1), null, null);
  private static final Token EXPIRED = new Token("t3", 2, NOW, null, null);
  private static final Token USED = new Token("t4", 3, NOW, "a", ENROLMENT);

  @Test
  void openTokenEnrolsAndRepeatsInTheBatchShareItsAnswer() {
    assertThat(decide(call("t1", "a"), call("t1", "a"), call("t1", "b")))
        .containsExactly(
            new Decision.Enrol(OPEN),
            new Decision.SameAs(OPEN),
            new Decision.Refuse(Reason.TOKEN_USED_WITH_ANOTHER_KEY));
  }

  @Test
  void secondTokenOfASubcloudWaitsForTheNextBatch() {
    assertThat(decide(call("t1", "a"), call("t2", "b")))
        .containsExactly(new Decision.Enrol(OPEN), new Decision.Later());
  }

  @Test
  void usedTokenAnswersItsKeyAlsoAfterItExpiredAndNobodyElse() {
    assertThat(decide(call("t4", "a"), call("t4", "b")))
        .containsExactly(
            new Decision.Again(USED, ENROLMENT),
            new Decision.Refuse(Reason.TOKEN_USED_WITH_ANOTHER_KEY));
  }

  @Test
  void expiryAndAbsenceAreToldApartForTheLog() {
    assertThat(decide(call("t3", "a"), call("t9", "a")))
        .containsExactly(
            new Decision.Refuse(Reason.TOKEN_EXPIRED), new Decision.Refuse(Reason.TOKEN_UNKNOWN));
  }

  private static List<Decision> decide(Enroller.Call... calls) {
    var tokens = Map.of("t1", OPEN, "t2", OPEN_TOO, "t3", EXPIRED, "t4", USED);
    return EnrolRules.decide(List.of(calls), tokens, NOW);
  }

  private static Enroller.Call call(String token, String key) {
    return new Enroller.Call(token, new CertificateRequest(NO_KEY, key), "192.0.2.1");
  }
}
