package io.murmuration.central.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.TestHub;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class NotificationRoutesTest {
  private static final String PATH = "/v1.0/notifications";

  @AutoClose
  private static final TestHub hub =
      new TestHub((_, commits) -> List.of(new NotificationRoutes(commits, () -> {})));

  private static long audits(String kind) {
    return hub.count("change WHERE what = 'audit-" + kind + "' AND scope_type = 'fleet'");
  }

  @ParameterizedTest
  @CsvSource({
    "platform-upgrade-completed, software",
    "k8s-upgrade-completed, kubernetes",
    "kube-rootca-update-completed, kube-rootca",
  })
  void eachEventAsksTheWholeFleetOnce(String event, String kind) {
    long before = audits(kind);

    var reply = hub.json("POST", PATH + "/", "{\"events\": [\"%1$s\", \"%1$s\"]}".formatted(event));

    assertThat(reply).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(audits(kind)).isEqualTo(before + 1);
    assertThat(
            hub.count(
                "audit_trail a JOIN change c ON c.seq = a.revision"
                    + " WHERE a.what = 'notify' AND a.target = '"
                    + event
                    + "'"))
        .isEqualTo(before + 1);
  }

  @Test
  void unknownEventsAreIgnored() {
    long before = hub.count("change");

    assertThat(hub.json("POST", PATH, "{\"events\": [\"other\", 7, null]}").status())
        .isEqualTo(200);
    assertThat(hub.json("POST", PATH, "{\"events\": []}").status()).isEqualTo(200);
    assertThat(hub.count("change")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "7", "{\"events\": null}", "{\"events\": \"other\"}"})
  void withoutAListOfEventsItIsRefused(String body) {
    assertThat(hub.json("POST", PATH, body).status()).isEqualTo(400);
  }

  @Test
  void anyTokenMayNotifyInAnyContentType() {
    var reply =
        hub.send(
            "POST",
            PATH,
            "member",
            "application/x-www-form-urlencoded",
            "{\"events\": [\"k8s-upgrade-completed\"]}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(hub.get(PATH).status()).isEqualTo(405);
  }
}
