package io.murmuration.central.phased;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.TestHub;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class PhasedRoutesTest {
  private static final String PHASED = "/v1.0/phased-subcloud-deploy/";
  private static final Map<String, String> ADDRESS = Map.of("bootstrap-address", "10.10.10.12");

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void theFirstPhaseMakesARecordWithoutAnyPassword() {
    var reply = create("phased", ADDRESS);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().properties()).hasSize(27);
    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("create-complete");
    assertThat(reply.json().get("created-at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    assertThat(reply.json().get("updated-at").isNull()).isTrue();
    assertThat(hub.get("/v1.0/subclouds/phased").json().get("deploy-status").asText())
        .isEqualTo("create-complete");
    assertThat(create("phased", ADDRESS).status()).isEqualTo(409);
  }

  @Test
  void missingPartsAreListed() {
    var reply = hub.form("POST", PHASED, TestHub.ADMIN, Map.of("group_id", "1"), Map.of());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains("bootstrap_values required", "bootstrap-address required", "name required");
  }

  @ParameterizedTest
  @CsvSource({"release, 99.99", "group_id, Default", "bootstrap-address, x", "name, 7"})
  void eachFieldIsChecked(String field, String value) {
    long subclouds = hub.count("subcloud");
    var fields = new HashMap<>(ADDRESS);
    fields.put(field, value);

    var reply = create("checked", fields);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).contains(field);
    assertThat(hub.count("subcloud")).isEqualTo(subclouds);
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, a=b",
    "application/json, {}",
    "multipart/form-data, x"
  })
  void whatIsNoFormIsRefused(String type, String body) {
    assertThat(hub.send("POST", PHASED, TestHub.ADMIN, type, body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"install", "bootstrap", "configure", "complete", "abort", "resume", "enroll"})
  void theOtherPhasesAreNotThereAndSaySo(String phase) {
    int id = hub.added("to-" + phase);

    var reply = hub.patch(PHASED + id + "/" + phase, Map.of());

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains(phase + " is not available in this version");
    assertThat(hub.patch(PHASED + "nobody/" + phase, Map.of()).body())
        .contains("Subcloud not found");
  }

  @ParameterizedTest
  @CsvSource({"'', 400", "1, 400", "1/fake, 400", "1/fake/more, 404"})
  void aPathWithoutAKnownPhaseIsAnInvalidRequest(String path, int status) {
    var reply = hub.patch(PHASED + path, Map.of());

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().contains("Invalid request")).isEqualTo(status == 400);
  }

  @Test
  void onlyAdministratorsCreate() {
    var reply =
        hub.form(
            "POST",
            PHASED,
            "operator,reader",
            ADDRESS,
            Map.of("bootstrap_values", hub.yaml("forbidden")));

    assertThat(reply.status()).isEqualTo(403);
  }

  private static TestHub.Reply create(String name, Map<String, String> fields) {
    return hub.form(
        "POST", PHASED, TestHub.ADMIN, fields, Map.of("bootstrap_values", hub.yaml(name)));
  }
}
