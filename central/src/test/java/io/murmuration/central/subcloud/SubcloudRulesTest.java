package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Multipart;
import io.murmuration.central.subcloud.SubcloudChange.Reset;
import io.murmuration.central.subcloud.bootstrap.AddressPlan;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.form.UpdateReader;
import io.murmuration.sync.model.SubcloudId;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubcloudRulesTest {
  @ParameterizedTest
  @CsvSource({
    // managed now, online, deploy-status, wanted state, force, status code (0: allowed)
    "false, true, complete, managed, false, 0",
    "false, false, complete, managed, false, 422",
    "false, false, complete, managed, true, 0",
    "false, true, creating, managed, false, 422",
    "false, true, creating, managed, true, 0",
    "false, false, rehome-pending, managed, false, 0",
    "true, true, complete, managed, true, 422",
    "true, false, complete, unmanaged, , 0",
    "false, true, complete, unmanaged, , 422"
  })
  void theManagementMatrix(
      boolean managed,
      boolean online,
      String deployStatus,
      String wanted,
      @Nullable String force,
      int code) {
    var fields =
        force == null
            ? Map.of("management-state", wanted)
            : Map.of("management-state", wanted, "force", force);

    var decision = decide(subcloud(managed, online, deployStatus, null), fields, false);

    assertThat(code(decision)).isEqualTo(code);
  }

  @Test
  void unmanagingASecondaryForgetsItsCertificateStatusToo() {
    assertThat(reset("complete")).isEqualTo(Reset.ALL_BUT_DC_CERT);
    assertThat(reset("secondary")).isEqualTo(Reset.ALL);
    assertThat(reset("rehome-pending")).isEqualTo(Reset.ALL);
  }

  @Test
  void onlyAPeerManagesAMemberOfAPeerGroup() {
    var member = subcloud(false, true, "complete", 7);
    var manage = Map.of("management-state", "managed");

    assertThat(code(decide(member, manage, false))).isEqualTo(400);
    assertThat(code(decide(member, manage, true))).isZero();
  }

  @Test
  void onlyAPeerMigratesWhatIsNotComplete() {
    var failed = subcloud(false, true, "rehome-failed", null);
    var migrate = Map.of("migrate", "true");

    assertThat(code(decide(failed, migrate, false))).isEqualTo(400);
    assertThat(code(decide(failed, migrate, true))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, complete, , 0",
    "false, false, not-deployed, , 0",
    "true, false, complete, , 400",
    "false, false, installing, , 400",
    "false, false, rehome-pending, , 400",
    "false, false, complete, 7, 400",
    "false, true, complete, , 422"
  })
  void theDeletionMatrix(
      boolean managed, boolean online, String deployStatus, @Nullable Integer peerGroup, int code) {
    var no = SubcloudRules.whyNotDelete(subcloud(managed, online, deployStatus, peerGroup), false);

    assertThat(no.map(ApiError::status).orElse(0)).isEqualTo(code);
  }

  @Test
  void aPeerMayDeleteAMemberButNotAManagedOne() {
    var member = subcloud(false, false, "complete", 7);
    var managed = subcloud(true, false, "complete", null);

    assertThat(SubcloudRules.whyNotDelete(member, true)).isEmpty();
    assertThat(SubcloudRules.whyNotDelete(managed, true).map(ApiError::status)).contains(422);
  }

  private static Reset reset(String deployStatus) {
    var decision =
        decide(
            subcloud(true, true, deployStatus, null),
            Map.of("management-state", "unmanaged"),
            false);
    return switch (decision) {
      case SubcloudRules.Decision.Yes(var change, _) -> change.reset();
      case SubcloudRules.Decision.No(var error) -> throw new AssertionError(error);
    };
  }

  private static SubcloudRules.Decision decide(
      Subcloud now, Map<String, String> fields, boolean fromPeer) {
    var form = UpdateReader.read(new Multipart(fields, List.of()));
    return SubcloudRules.update(
        now,
        form,
        new SubcloudRules.Facts(
            new SystemController("25.09", Set.of(), "RegionOne", List.of()),
            new AddressPlan(),
            null,
            fromPeer));
  }

  private static int code(SubcloudRules.Decision decision) {
    return switch (decision) {
      case SubcloudRules.Decision.Yes _ -> 0;
      case SubcloudRules.Decision.No(var error) -> error.status();
    };
  }

  private static Subcloud subcloud(
      boolean managed, boolean online, String deployStatus, @Nullable Integer peerGroup) {
    return new Subcloud(
        new SubcloudId(1),
        "edge",
        null,
        null,
        "25.09",
        managed,
        online,
        deployStatus,
        null,
        null,
        "No errors present",
        "region",
        new Subcloud.ManagementNetwork(
            "10.0.0.0/24", "10.0.0.2", "10.0.0.9", "10.0.0.1", "10.9.0.1", "4"),
        false,
        null,
        null,
        null,
        null,
        LocalDateTime.of(2026, 4, 1, 8, 0),
        null,
        1,
        peerGroup,
        null);
  }
}
