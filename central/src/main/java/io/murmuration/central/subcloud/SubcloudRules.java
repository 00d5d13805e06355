package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.SubcloudChange.Reset;
import io.murmuration.central.subcloud.bootstrap.Neighbours;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.form.UpdateForm;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done to a subcloud as it stands (contract, precondition matrix). Pure. */
final class SubcloudRules {
  private SubcloudRules() {}

  /** A refusal, or the change to write. */
  sealed interface Decision {
    record No(ApiError error) implements Decision {}

    /**
     * @param documents to keep for later phases, by name; with secrets
     */
    record Yes(SubcloudChange change, Map<String, byte[]> documents) implements Decision {
      public Yes {
        documents = Map.copyOf(documents);
      }
    }
  }

  /**
   * What an update must know beside the subcloud and the form.
   *
   * @param neighbours networks of all subclouds, this one's own among them
   * @param group the id of the group that the form names; null if it names none
   * @param fromPeer the request comes from a peer system controller
   */
  record Facts(
      SystemController controller,
      Neighbours neighbours,
      @Nullable Integer group,
      boolean fromPeer) {}

  static Decision update(Subcloud now, UpdateForm form, Facts facts) {
    boolean fromPeer = facts.fromPeer();
    var no =
        NetworkReconfiguration.whyNot(now, form, facts)
            .or(() -> whyNotRename(now, form, facts.controller()))
            .or(() -> whyNotRelease(form, facts))
            .or(() -> whyNotManagement(now, form, fromPeer))
            .or(() -> whyNotMigrate(now, form, fromPeer))
            .or(() -> whyNotPeerGroup(form));
    if (no.isPresent()) {
      return new Decision.No(no.get());
    }
    return switch (SiteUpdate.of(now, form)) {
      case SiteUpdate.Wrong(var error) -> new Decision.No(error);
      case SiteUpdate.Right site -> decided(now, form, facts, site);
    };
  }

  private static Decision decided(
      Subcloud now, UpdateForm form, Facts facts, SiteUpdate.Right site) {
    var deployStatus = deployStatus(now, form);
    var change =
        new SubcloudChange(
            form.name(),
            form.description(),
            form.location(),
            form.release(),
            form.manage(),
            deployStatus,
            facts.group(),
            site.dataInstall(),
            site.rehomeData(),
            site.systemControllerGateway(),
            reset(form, deployStatus == null ? now.deployStatus() : deployStatus));
    if (now.peerGroupId() != null && !facts.fromPeer() && !change.isNothing()) {
      return new Decision.No(
          new ApiError.BadRequest(
              "Subcloud %s is in a peer group (expected: an update by the system that leads it)"
                  .formatted(now.name())));
    }
    return new Decision.Yes(change, site.documents());
  }

  private static Optional<ApiError> whyNotPeerGroup(UpdateForm form) {
    var peerGroup = form.peerGroup();
    return peerGroup == null || peerGroup.equalsIgnoreCase("none")
        ? Optional.empty()
        : Optional.of(
            new ApiError.BadRequest(
                "peer_group: %s (expected: an existing peer group, or none)".formatted(peerGroup)));
  }

  /** Only a peer knows better than this system controller what a site runs (contract, Q29). */
  private static Optional<ApiError> whyNotRelease(UpdateForm form, Facts facts) {
    var release = form.release();
    return release == null || facts.fromPeer() || facts.controller().supports(release)
        ? Optional.empty()
        : Optional.of(
            new ApiError.Invalid(
                List.of(new Problem("release", release, facts.controller().expectedReleases()))));
  }

  private static Optional<ApiError> whyNotRename(
      Subcloud now, UpdateForm form, SystemController controller) {
    if (form.name() == null) {
      return Optional.empty();
    }
    if (controller.isCalled(form.name())) {
      return Optional.of(
          new ApiError.BadRequest(
              "name: %s (expected: a name that is not the system controller's own)"
                  .formatted(form.name())));
    }
    if (now.managed() || !now.deployStatus().equals(DeployStatus.COMPLETE)) {
      // A transient state implies another deploy-status than complete, but the contract tells the
      // two apart only by the status code of the backup and prestage cases below.
      return Optional.of(
          new ApiError.BadRequest(
              "name: %s (expected: a rename only while unmanaged and complete; it is %s and %s)"
                  .formatted(form.name(), managementState(now), now.deployStatus())));
    }
    if (now.transientState().isPresent()) {
      return Optional.of(
          new ApiError.Conflict(
              "name: %s (expected: a rename only when nothing is under way; it has %s)"
                  .formatted(form.name(), now.transientState().get())));
    }
    return form.name().equals(now.name())
        ? Optional.of(
            new ApiError.BadRequest(
                "name: %s (expected: another name than the present one)".formatted(form.name())))
        : Optional.empty();
  }

  private static Optional<ApiError> whyNotManagement(
      Subcloud now, UpdateForm form, boolean fromPeer) {
    if (form.manage() == null) {
      return Optional.empty();
    }
    if (now.peerGroupId() != null && !fromPeer) {
      return Optional.of(
          new ApiError.BadRequest(
              "management-state: given (expected: not for a subcloud in a peer group)"));
    }
    if (form.manage() == now.managed()) {
      return unprocessable("Subcloud %s is already %s".formatted(now.name(), managementState(now)));
    }
    return form.manage() && !form.force() ? whyNotManage(now) : Optional.empty();
  }

  private static Optional<ApiError> whyNotManage(Subcloud now) {
    boolean rehoming = now.deployStatus().equals(DeployStatus.REHOME_PENDING);
    if (!rehoming && !now.deployStatus().equals(DeployStatus.COMPLETE)) {
      return unprocessable(
          "Subcloud %s cannot be managed: its deploy-status is %s (expected: complete or rehome-pending)"
              .formatted(now.name(), now.deployStatus()));
    }
    return rehoming || now.online()
        ? Optional.empty()
        : unprocessable(
            "Subcloud %s cannot be managed: it is offline (expected: online; or use force)"
                .formatted(now.name()));
  }

  private static Optional<ApiError> whyNotMigrate(Subcloud now, UpdateForm form, boolean fromPeer) {
    if (!form.migrate() || now.deployStatus().equals(DeployStatus.REHOME_PENDING)) {
      return Optional.empty();
    }
    if (!fromPeer && !now.deployStatus().equals(DeployStatus.COMPLETE)) {
      return Optional.of(
          new ApiError.BadRequest(
              "migrate: true (expected: only when complete; deploy-status is %s)"
                  .formatted(now.deployStatus())));
    }
    boolean becomesManaged = form.manage() == null ? now.managed() : form.manage();
    return becomesManaged
        ? Optional.of(
            new ApiError.BadRequest(
                "migrate: true (expected: only for a subcloud that is or becomes unmanaged)"))
        : Optional.empty();
  }

  private static @Nullable String deployStatus(Subcloud now, UpdateForm form) {
    boolean rehoming = now.deployStatus().equals(DeployStatus.REHOME_PENDING);
    if (Boolean.TRUE.equals(form.manage())) {
      return rehoming ? DeployStatus.COMPLETE : null;
    }
    return form.migrate() && !rehoming ? DeployStatus.REHOME_PENDING : null;
  }

  private static Reset reset(UpdateForm form, String deployStatus) {
    if (!Boolean.FALSE.equals(form.manage())) {
      return Reset.NONE;
    }
    return DeployStatus.isSecondary(deployStatus)
            || deployStatus.equals(DeployStatus.REHOME_PENDING)
        ? Reset.ALL
        : Reset.ALL_BUT_DC_CERT;
  }

  static Optional<ApiError> whyNotDelete(Subcloud now, boolean fromPeer) {
    if (now.managed() && !fromPeer) {
      return Optional.of(
          new ApiError.BadRequest(
              "Subcloud %s is managed (expected: unmanaged before it is deleted)"
                  .formatted(now.name())));
    }
    if (DeployStatus.forbidsDeletion(now.deployStatus())) {
      return Optional.of(
          new ApiError.BadRequest(
              "Subcloud %s cannot be deleted while its deploy-status is %s"
                  .formatted(now.name(), now.deployStatus())));
    }
    if (now.peerGroupId() != null && !fromPeer) {
      return Optional.of(
          new ApiError.BadRequest(
              "Subcloud %s is in a peer group (expected: taken out of it before it is deleted)"
                  .formatted(now.name())));
    }
    if (now.managed()) {
      return unprocessable("Subcloud %s is not unmanaged".formatted(now.name()));
    }
    return now.online()
        ? unprocessable(
            "Subcloud %s is still online; it must be powered down before it is deleted"
                .formatted(now.name()))
        : Optional.empty();
  }

  /**
   * Whether a word about the certificates can be true. A site that is not online cannot be in sync,
   * and of a secondary subcloud nothing is known here (contract, sync status rules).
   */
  static boolean mayBelieve(Subcloud now, SyncStatus certificates) {
    return DeployStatus.isSecondary(now.deployStatus())
        ? certificates == SyncStatus.UNKNOWN
        : certificates != SyncStatus.IN_SYNC || now.online();
  }

  private static Optional<ApiError> unprocessable(String detail) {
    return Optional.of(new ApiError.Unprocessable(detail));
  }

  private static String managementState(Subcloud now) {
    return now.managed() ? "managed" : "unmanaged";
  }
}
