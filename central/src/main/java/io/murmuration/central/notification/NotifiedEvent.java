package io.murmuration.central.notification;

import io.murmuration.central.store.ChangeKind;
import java.util.Optional;

/** What ended at the system controller, and what every subcloud is asked about because of it. */
enum NotifiedEvent {
  PLATFORM_UPGRADE("platform-upgrade-completed", ChangeKind.AUDIT_SOFTWARE),
  KUBERNETES_UPGRADE("k8s-upgrade-completed", ChangeKind.AUDIT_KUBERNETES),
  KUBE_ROOTCA_UPDATE("kube-rootca-update-completed", ChangeKind.AUDIT_KUBE_ROOTCA);

  private final String wireName;
  private final ChangeKind audit;

  NotifiedEvent(String wireName, ChangeKind audit) {
    this.wireName = wireName;
    this.audit = audit;
  }

  String wireName() {
    return wireName;
  }

  ChangeKind audit() {
    return audit;
  }

  static Optional<NotifiedEvent> fromWireName(String name) {
    for (var event : values()) {
      if (event.wireName.equals(name)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }
}
