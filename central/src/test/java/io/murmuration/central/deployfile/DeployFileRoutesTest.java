package io.murmuration.central.deployfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.subcloud.TestHub;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.testing.RestFixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class DeployFileRoutesTest {
  private static final String FILES = "/v1.0/subcloud-deploy";
  private static final SystemController CONTROLLER =
      new SystemController("25.09", Set.of("24.09"), "RegionOne", List.of());

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, commits) ->
          List.of(
              new DeployFileRoutes(
                  transactions, commits, CONTROLLER, new DeployFileLimits(10_000, 20))));

  @BeforeEach
  void nothingWasUploadedYet() {
    hub.sql("DELETE FROM deploy_file; DELETE FROM deploy_release");
  }

  private static TestHub.Reply upload(UploadForm form) {
    return hub.sendBytes("POST", FILES + "/", TestHub.ADMIN, form.contentType(), form.bytes());
  }

  private static JsonNode shown(String path) {
    return hub.get(FILES + path).json().get("subcloud_deploy");
  }

  private static String content(String path) {
    return hub.text(
        "SELECT convert_from(content, 'UTF8') FROM deploy_file_entry WHERE path = '" + path + "'");
  }

  @Test
  void anUploadAnswersFlatWithPathsAndTheShowWrappedWithBaseNames() {
    var uploaded = upload(UploadForm.valid());

    assertThat(uploaded.status()).isEqualTo(200);
    assertThat(uploaded.json().toString())
        .isEqualTo(
            "{\"software_version\":\"25.09\",\"deploy_playbook\":\"/home/op/dm/dm.yaml\","
                + "\"deploy_chart\":\"dm-1.0.tgz\"}");
    var shown = shown("/");
    assertThat(shown.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "software_version",
            "deploy_playbook",
            "deploy_overrides",
            "deploy_chart",
            "prestage_images");
    assertThat(shown.get("deploy_playbook").asText()).isEqualTo("dm.yaml");
    assertThat(shown.get("deploy_overrides").isNull()).isTrue();
    assertThat(shown.get("software_version").asText()).isEqualTo("25.09");
    assertThat(shown("/25.09/")).isEqualTo(shown);
    assertThat(shown("?release=25.09")).isEqualTo(shown);
    assertThat(shown("/24.09").get("deploy_playbook").isNull()).isTrue();
    assertThat(content("dm.yaml")).isEqualTo("- hosts: all\n");
  }

  @Test
  void aFileOfTheLargestSizePassesWhateverOtherBodiesMayHave() {
    var usual = RestFixture.settings().limits().body();
    try (var large =
        new TestHub((transactions, commits) ->
            List.of(
                new DeployFileRoutes(
                    transactions, commits, CONTROLLER, new DeployFileLimits(2 * usual, 20))))) {
      assertThat(chartOf(2 * usual, large)).isEqualTo(200);
      assertThat(chartOf(3 * usual, large)).isEqualTo(413);
    }
  }

  private static int chartOf(int bytes, TestHub at) {
    var form =
        new UploadForm()
            .file("deploy_playbook", "dm.yaml", "- hosts: all")
            .file("deploy_chart", "dm-1.0.tgz", "c".repeat(bytes));
    return at.sendBytes("POST", FILES, TestHub.ADMIN, form.contentType(), form.bytes()).status();
  }

  @Test
  void anotherUploadOfAnOptionReplacesItAndLeavesTheRest() {
    upload(UploadForm.valid().file("deploy_overrides", "values.yaml", "a: 1"));

    upload(
        new UploadForm()
            .file("deploy_playbook", "new.yaml", "new")
            .file("deploy_chart", "dm-2.0.tgz", "chart"));

    var shown = shown("");
    assertThat(shown.get("deploy_playbook").asText()).isEqualTo("new.yaml");
    assertThat(shown.get("deploy_chart").asText()).isEqualTo("dm-2.0.tgz");
    assertThat(shown.get("deploy_overrides").asText()).isEqualTo("values.yaml");
    assertThat(hub.count("deploy_file_entry")).isEqualTo(3);
  }

  @Test
  void imagesMayComeAloneAndForAnotherRelease() {
    var form =
        new UploadForm().field("release", "24.09").file("prestage_images", "images.lst", "a:1\n");

    assertThat(upload(form).json().get("software_version").asText()).isEqualTo("24.09");
    assertThat(shown("/24.09").get("prestage_images").asText()).isEqualTo("images.lst");
    assertThat(shown("").get("prestage_images").isNull()).isTrue();
  }

  @Test
  void aPlaybookBringsItsRoles() {
    var zip =
        UploadForm.zipOf(
            new LinkedHashMap<>(
                Map.of(
                    "dm.yaml", "- hosts: all",
                    "roles/", "",
                    "roles/prepare/tasks/main.yml", "- name: prepare")));

    var reply =
        upload(
            new UploadForm()
                .zip("/home/op/dm/dm.yaml", zip)
                .file("deploy_chart", "dm-1.0.tgz", "chart"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(shown("").get("deploy_playbook").asText()).isEqualTo("dm.yaml");
    assertThat(content("dm.yaml")).isEqualTo("- hosts: all");
    assertThat(content("roles/prepare/tasks/main.yml")).isEqualTo("- name: prepare");
  }

  @ParameterizedTest
  @CsvSource({
    "deployment_files=True&prestage_images=True, 0",
    "deployment_files=False&prestage_images=False, 0",
    "'', 0",
    "deployment_files=TRUE&prestage_images=False, 1",
    "deployment_files=False&prestage_images=true, 3",
    "prestage_images=yes, 0",
  })
  void flagsSayWhatIsDeleted(String query, int left) {
    upload(
        UploadForm.valid()
            .file("deploy_overrides", "values.yaml", "a: 1")
            .file("prestage_images", "images.lst", "a:1"));

    assertThat(hub.delete(FILES + "/?" + query)).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(hub.count("deploy_file")).isEqualTo(left);
    assertThat(hub.delete(FILES + "/25.09/?" + query).status()).as("again").isEqualTo(200);
  }

  @Test
  void aReleaseThatNeverHadFilesHasNothingToDelete() {
    assertThat(hub.delete(FILES + "/25.09").status()).isEqualTo(404);
    assertThat(hub.delete(FILES).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99.99", "25", "..", "25.09.1"})
  void anUnsupportedReleaseIsRefusedEverywhere(String release) {
    assertThat(upload(UploadForm.valid().field("release", release)).status()).isEqualTo(400);
    for (var path : List.of("/" + release.replace(".", "%2E"), "?release=" + release)) {
      assertThat(hub.get(FILES + path).status()).isEqualTo(400);
      assertThat(hub.delete(FILES + path).body()).contains("release:", "24.09");
    }
  }

  @Test
  void whatIsMissingIsNamedAllAtOnceAndNothingIsStored() {
    var reply =
        upload(
            new UploadForm()
                .field("release", "99.99")
                .field("deploy_playbook", "no file")
                .file("deploy_overrides", "", "a: 1"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains("deploy_chart: nothing")
        .contains("release: 99.99")
        .contains("deploy_playbook: no file name")
        .contains("deploy_overrides: no file name");
    assertThat(hub.count("deploy_release")).isZero();
  }

  @Test
  void othersThanTheAllowedCombinationsAreRefused() {
    var chart = new UploadForm().file("deploy_chart", "c.tgz", "c");
    var imagesAndOverrides =
        new UploadForm()
            .file("prestage_images", "images.lst", "a")
            .file("deploy_overrides", "o.yaml", "o");

    assertThat(upload(new UploadForm()).status()).isEqualTo(400);
    assertThat(upload(chart).status()).isEqualTo(400);
    assertThat(upload(imagesAndOverrides).status()).isEqualTo(400);
    assertThat(hub.json("POST", FILES, "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/op/", "..", "/home/op/..", "."})
  void aFileNeedsANameOfItsOwn(String path) {
    var reply =
        upload(
            new UploadForm().file("deploy_playbook", path, "p").file("deploy_chart", "c.tgz", "c"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("deploy_playbook:");
  }

  @Test
  void aFileBeyondTheLimitIsRefused() {
    var reply =
        upload(
            new UploadForm()
                .file("deploy_playbook", "p.yaml", "p")
                .file("deploy_chart", "c.tgz", "c".repeat(10_001)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("deploy_chart: 10001 bytes (expected: at most 10000)");
  }

  @Test
  void uploadsAndDeletionsAreInTheAuditTrailWithoutContents() {
    upload(UploadForm.valid());
    hub.delete(FILES);

    assertThat(
            hub.count(
                "audit_trail WHERE target = 'release 25.09' AND before_digest <> after_digest"))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void othersMayNot() {
    var form = UploadForm.valid();
    var bytes = form.bytes();
    for (var roles : List.of("reader", "operator", "member")) {
      assertThat(hub.sendBytes("POST", FILES, roles, form.contentType(), bytes).status())
          .isEqualTo(403);
      assertThat(hub.send("DELETE", FILES + "/99.99", roles, null, null).status()).isEqualTo(403);
    }
    assertThat(hub.send("GET", FILES + "/99.99", "admin", null, null).status()).isEqualTo(403);
    assertThat(hub.send("GET", FILES, "reader", null, null).status()).isEqualTo(200);
    assertThat(hub.send("PUT", FILES, TestHub.ADMIN, null, null).status()).isEqualTo(405);
    assertThat(hub.send("PATCH", FILES + "/25.09", TestHub.ADMIN, null, null).status())
        .isEqualTo(405);
  }
}
