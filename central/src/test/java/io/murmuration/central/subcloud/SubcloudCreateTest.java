package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class SubcloudCreateTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";
  private static final Map<String, String> PASSWORD = Map.of("sysadmin_password", "dGVzdHBhc3M=");

  private static final String INSTALL =
      """
      bootstrap_interface: eno1
      bootstrap_address: 172.16.0.5
      bootstrap_address_prefix: 24
      install_type: 2
      bmc_address: 172.16.0.9
      bmc_username: installer
      """;

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void aNewSubcloudIsARecordWithSevenUnknownStatusesAndASession() {
    long changes = hub.count("change WHERE what = 'subcloud'");
    int nudges = hub.nudges();

    var reply = hub.create(hub.yaml("fresh"), PASSWORD);
    var json = reply.json();
    int id = json.get("id").asInt();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(json.properties()).hasSize(27);
    assertThat(json.get("deploy-status").asText()).isEqualTo("not-deployed");
    assertThat(json.get("management-state").asText()).isEqualTo("unmanaged");
    assertThat(json.get("availability-status").asText()).isEqualTo("offline");
    assertThat(json.get("software-version").asText()).isEqualTo("25.09");
    assertThat(json.get("region-name").asText()).matches("[0-9a-f]{32}");
    assertThat(json.get("error-description").asText()).isEqualTo("No errors present");
    assertThat(json.get("group_id").isInt()).isTrue();
    assertThat(json.get("updated-at").isNull()).isTrue();
    assertThat(json.get("created-at").asText()).contains(" ");
    assertThat(hub.count("subcloud_status WHERE sync_status = 'unknown' AND subcloud_id = " + id))
        .isEqualTo(7);
    assertThat(hub.count("agent_session WHERE subcloud_id = " + id)).isEqualTo(1);
    assertThat(hub.count("change WHERE what = 'subcloud'")).isEqualTo(changes + 1);
    assertThat(hub.count("audit_trail WHERE what = 'create subcloud' AND revision IS NOT NULL"))
        .isPositive();
    assertThat(hub.nudges()).isEqualTo(nudges + 1);
  }

  @Test
  void theExampleFileIsAccepted() throws IOException {
    var example = Files.readString(Path.of("../deploy/examples/subcloud-bootstrap.yaml"));

    var reply = hub.create(example, PASSWORD);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("location").asText()).isEqualTo("Porto");
  }

  @Test
  void aTakenNameIsAConflictAndAnOverlapNamesTheOther() {
    var yaml = hub.yaml("taken");
    hub.create(yaml, PASSWORD);

    var sameName = hub.create(hub.yaml("taken"), PASSWORD);
    var sameRange = hub.create(yaml.replace("name: taken", "name: another"), PASSWORD);

    assertThat(sameName.status()).isEqualTo(409);
    assertThat(sameRange.status()).isEqualTo(400);
    assertThat(sameRange.body()).contains("management_start_address").contains("taken");
  }

  @Test
  void ipv6RangesAreComparedAsAddressesNotAsText() {
    var yaml =
        """
        name: six-b
        system_mode: duplex
        management_subnet: fd01::/64
        management_start_address: fd01::10
        management_end_address: fd01::30
        management_gateway_address: fd01::1
        systemcontroller_gateway_address: fd00::100
        external_oam_subnet: fd02::/64
        external_oam_gateway_address: fd02::1
        external_oam_floating_address: fd02::2
        """;
    hub.sql(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        VALUES ('six-a', '25.09', 'complete', 'six', 'fd01::/64', 'fd01::1', 'fd01::9', 'fd01::20',
          'fd00::100', '6')\
        """);

    var reply = hub.create(yaml, PASSWORD);

    assertThat(reply.body()).contains("fd01::9-fd01::20 of subcloud six-a");
  }

  @Test
  void allMistakesComeInOneAnswerAndNothingIsStored() {
    long subclouds = hub.count("subcloud");
    long changes = hub.count("change");

    var reply =
        hub.create(
            hub.yaml("wrong").replace("name: wrong", "name: 12").replace("172.16.0.0/24", "x"),
            Map.of("sysadmin_password", "###", "group_id", "99", "release", "1.0"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains("sysadmin_password: a value that is not base64")
        .doesNotContain("###")
        .contains("release: 1.0 (expected: 25.09 or one of [24.09])")
        .contains("line 1, column 7: name: 12")
        .contains("external_oam_subnet: x")
        .contains("Invalid group_id");
    assertThat(hub.count("subcloud")).isEqualTo(subclouds);
    assertThat(hub.count("change")).isEqualTo(changes);
  }

  @Test
  void brokenYamlIsToldWithItsPlace() {
    var reply = hub.create("name: [a\nb: }\n", PASSWORD);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("line 2, column").contains("bootstrap_values");
  }

  @ParameterizedTest
  @CsvSource({
    "group_id, Default",
    "group_id, 4711",
    "group_id, 99999999999999999999",
    "release, 99.99",
    "bootstrap-address, 2620:10a:a001:a103::wut",
    "migrate, maybe",
    "enroll, true",
    "on_site, true",
    "install_values, text",
    "deploy_config, text",
    "name, SystemController",
    "management_subnet, 192.168.101.0",
    "systemcontroller_gateway_address, 192.168.204.99"
  })
  void eachFormFieldIsChecked(String field, String value) {
    long subclouds = hub.count("subcloud");

    var reply =
        hub.create(hub.yaml("checked"), Map.of("sysadmin_password", "dGVzdA==", field, value));

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).contains(field);
    assertThat(hub.count("subcloud")).isEqualTo(subclouds);
  }

  @ParameterizedTest
  @CsvSource({"migrate, ''", "enroll, installed"})
  void whatWouldTakeARunningSiteOverIsSaidNotToBeAvailableOnceAllIsRight(
      String flag, String install) {
    long subclouds = hub.count("subcloud");
    var files = new HashMap<>(Map.of("bootstrap_values", hub.yaml("taken-over")));
    if (!install.isEmpty()) {
      files.put("install_values", INSTALL);
    }
    var fields = Map.of("sysadmin_password", "eA==", "bmc_password", "eA==", flag, "true");

    var reply = hub.form("POST", SUBCLOUDS, TestHub.ADMIN, fields, files);

    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.body()).contains(flag).contains("not available in this version");
    assertThat(hub.count("subcloud")).isEqualTo(subclouds);
  }

  @Test
  void documentsForLaterPhasesAreKeptSealedAndShownWithoutSecrets() {
    var reply =
        hub.form(
            "POST",
            SUBCLOUDS,
            TestHub.ADMIN,
            Map.of("sysadmin_password", "eA==", "bmc_password", "aHVudGVyMg=="),
            Map.of(
                "bootstrap_values",
                hub.yaml("installed") + "admin_password: hunter2\n",
                "install_values",
                INSTALL,
                "deploy_config",
                "kind: Secret\ndata: hunter2\n"));
    int id = reply.json().get("id").asInt();

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("data_install").isTextual()).isTrue();
    assertThat(reply.json().get("data_install").asText())
        .contains("\"bmc_address\":\"172.16.0.9\"", "\"software_version\":\"25.09\"")
        .contains("\"bmc_password\":\"********\"");
    assertThat(
            hub.text(
                "SELECT string_agg(document, ',' ORDER BY document) FROM subcloud_document"
                    + " WHERE subcloud_id = "
                    + id))
        .isEqualTo("bootstrap_values,deploy_config,install_values");
    assertThat(
            hub.count(
                "subcloud_document WHERE position('hunter2'::bytea in sealed) > 0"
                    + " OR position('aHVudGVyMg'::bytea in sealed) > 0"))
        .isZero();
  }

  @Test
  void mistakesInAllDocumentsComeInOneAnswerEachWithItsPlace() {
    var reply =
        hub.form(
            "POST",
            SUBCLOUDS,
            TestHub.ADMIN,
            Map.of("sysadmin_password", "eA=="),
            Map.of(
                "bootstrap_values", hub.yaml("all-wrong").replace("172.16.0.0/24", "x"),
                "install_values", INSTALL.replace("install_type: 2", "install_type: nine")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().lines().filter(line -> line.contains("(expected: ")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("line 8, column 22: external_oam_subnet: x"),
            line -> assertThat(line).startsWith("bmc_password: nothing"),
            line -> assertThat(line).startsWith("line 4, column 15: install_type: nine"));
  }

  @Test
  void aDeployConfigurationNeedsDeployFiles() {
    hub.lackDeployFiles("deploy_chart");
    var reply =
        hub.form(
            "POST",
            SUBCLOUDS,
            TestHub.ADMIN,
            PASSWORD,
            Map.of("bootstrap_values", hub.yaml("unconfigured"), "deploy_config", "kind: Host\n"));
    hub.lackDeployFiles();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("given without deploy_chart of release 25.09");
  }

  @Test
  void addressesOfAChangedFleetAreKnownWhoeverChangedIt() {
    var yaml = hub.yaml("moving-in");
    int first = hub.create(yaml, PASSWORD).json().get("id").asInt();
    var second = yaml.replace("name: moving-in", "name: next-tenant");

    assertThat(hub.create(second, PASSWORD).status()).isEqualTo(400);
    assertThat(hub.delete(SUBCLOUDS + first).status()).isEqualTo(200);
    assertThat(hub.create(second, PASSWORD).status()).isEqualTo(200);
    hub.sql("DELETE FROM subcloud WHERE name = 'next-tenant'");
    assertThat(hub.create(yaml, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void oversizedTextsAreRefusedBeforeTheDatabaseSeesThem() {
    var reply =
        hub.create(
            hub.yaml("n".repeat(256))
                + "description: %s\nlocation: %s\n".formatted("d".repeat(256), "l".repeat(256)),
            PASSWORD);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("name:").contains("description:").contains("location:");
  }

  @Test
  void aFormWithoutPasswordOrFileIsRefused() {
    assertThat(hub.create(hub.yaml("open"), Map.of()).body())
        .contains("sysadmin_password: nothing");
    assertThat(hub.form("POST", SUBCLOUDS, TestHub.ADMIN, PASSWORD, Map.of()).body())
        .contains("name required");
    assertThat(
            hub.form(
                    "POST",
                    SUBCLOUDS,
                    TestHub.ADMIN,
                    Map.of("sysadmin_password", "dGVzdA==", "bootstrap_values", "name: x"),
                    Map.of())
                .body())
        .contains("bootstrap_values: a plain field (expected: a file)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {}",
        "multipart/form-data | x",
        "multipart/form-data; boundary=b0 | x",
        "multipart/form-data; boundary=b0 | --b0",
        "text/plain | x"
      })
  void aBodyThatIsNoFormIsRefused(String type, String body) {
    assertThat(hub.send("POST", SUBCLOUDS, TestHub.ADMIN, type, body).status()).isEqualTo(400);
  }

  @Test
  void aSecondarySubcloudNeedsARegionButNoPassword() {
    var fields =
        Map.of("secondary", "true", "region_name", "region-2", "bootstrap-address", "10.1.1.1");

    var missing = hub.create(hub.yaml("second"), Map.of("secondary", "true"));
    var reply = hub.create(hub.yaml("second") + "admin_password: hunter2\n", fields);
    var again = hub.create(hub.yaml("third"), fields);
    var stored = hub.get(SUBCLOUDS + "second").json();

    assertThat(missing.body()).contains("region_name: nothing");
    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("not-deployed");
    assertThat(stored.get("deploy-status").asText()).isEqualTo("secondary");
    assertThat(stored.get("region-name").asText()).isEqualTo("region-2");
    assertThat(stored.get("rehome_data").asText())
        .contains("\"bootstrap-address\":\"10.1.1.1\"")
        .doesNotContain("hunter2");
    assertThat(again.status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "RegionOne, 400",
    "SystemController, 400",
    "the-name-of-another, 409",
    "the-region-of-another, 409"
  })
  void aRegionThatMeansAnotherIsRefused(String region, int status) {
    if (hub.count("subcloud WHERE name = 'the-name-of-another'") == 0) {
      hub.added("the-name-of-another");
      hub.sql(
          "UPDATE subcloud SET region_name = 'the-region-of-another'"
              + " WHERE name = 'the-name-of-another'");
    }
    var secondary =
        Map.of("secondary", "true", "region_name", region, "bootstrap-address", "10.1.1.1");

    var reply = hub.create(hub.yaml("a-copy"), secondary);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains("region_name: " + region);
  }

  @Test
  void aNameThatIsTheRegionOfAnotherIsTaken() {
    hub.added("has-a-region");
    hub.sql("UPDATE subcloud SET region_name = 'its-region' WHERE name = 'has-a-region'");

    assertThat(hub.create(hub.yaml("its-region"), PASSWORD).status()).isEqualTo(409);
  }

  @Test
  void noPasswordIsEverStored() {
    hub.create(
        hub.yaml("quiet") + "admin_password: hunter2\n",
        Map.of("sysadmin_password", "aHVudGVyMg=="));

    assertThat(
            hub.count("subcloud s WHERE s::text LIKE '%hunter2%' OR s::text LIKE '%aHVudGVyMg%'"))
        .isZero();
    assertThat(
            hub.count(
                "audit_trail a WHERE a::text LIKE '%hunter2%' OR a::text LIKE '%aHVudGVyMg%'"))
        .isZero();
  }

  @Test
  void ofManyThatWantOneRangeAtTheSameTimeOneGetsIt() throws Exception {
    var yaml = hub.yaml("wanted-%d");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sameRange = new ArrayList<Future<TestHub.Reply>>();
      for (int i = 0; i < 8; i++) {
        var own = yaml.formatted(i);
        sameRange.add(threads.submit(() -> hub.create(own, PASSWORD)));
      }
      var statuses = new ArrayList<Integer>();
      for (var reply : sameRange) {
        statuses.add(reply.get().status());
      }
      assertThat(statuses).containsOnlyOnce(200).filteredOn(s -> s != 200).containsOnly(400);
    }
  }

  @Test
  void onlyAdministratorsAdd() {
    var reply =
        hub.form(
            "POST",
            SUBCLOUDS,
            "operator,reader",
            PASSWORD,
            Map.of("bootstrap_values", hub.yaml("forbidden")));

    assertThat(reply.status()).isEqualTo(403);
  }
}
