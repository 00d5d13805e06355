package io.murmuration.central.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.TestHub;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SourceRoutesTest {
  private static final String SOURCES = "/v1.0/sources";
  private static final String CONFIRM = SOURCES + "/keystone/confirm";

  @AutoClose
  private final TestHub hub =
      new TestHub((transactions, commits) -> List.of(new SourceRoutes(transactions, commits)));

  @BeforeEach
  void aSnapshotIsWithheld() {
    hub.sql(
        """
        INSERT INTO source_hold (source, kind, scope_type, scope_id, digest, deletions, known,
                                 sample)
        VALUES ('keystone', 'identity', 'fleet', 0, '0a1b', 7, 9, ARRAY['user/u1', 'user/u2'])
        """);
  }

  @Test
  void whatIsWithheldIsShownWithItsReason() {
    var shown = hub.get(SOURCES);
    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    var hold = shown.json().at("/withheld/0");
    assertThat(hold.get("source").asText()).isEqualTo("keystone");
    assertThat(hold.get("deletions").asInt()).isEqualTo(7);
    assertThat(hold.at("/sample/1").asText()).isEqualTo("user/u2");
    assertThat(hold.get("confirmed-by").isNull()).isTrue();
  }

  @Test
  void anOperatorsWordIsKeptWithTheirName() {
    var confirmed = hub.json("POST", CONFIRM, "{\"digest\": \"0a1b\"}");
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
    assertThat(confirmed.json().at("/withheld/0/confirmed-by").asText()).isEqualTo("op");
    assertThat(hub.count("audit_trail WHERE what = 'confirm deletions'")).isOne();
  }

  @Test
  void onlyTheDeletionsThatWereShownCanBeConfirmed() {
    var other = hub.json("POST", CONFIRM, "{\"digest\": \"ffff\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.body()).contains("digest: ffff", "0a1b");
    assertThat(hub.json("POST", CONFIRM, "{}").status()).isEqualTo(400);
    assertThat(hub.json("POST", SOURCES + "/sysinv/confirm", "{\"digest\": \"0a1b\"}").status())
        .isEqualTo(404);
    assertThat(hub.count("source_hold WHERE confirmed_at IS NULL")).isOne();
    assertThat(hub.count("audit_trail")).isZero();
  }
}
