package io.murmuration.central.store;

import java.util.Locale;

/** What a row of {@code change} is about. */
public enum ChangeKind {
  /** Wanted items of the scope. */
  DESIRED,
  /** The subcloud's row: created, managed, unmanaged, moved, renamed. */
  SUBCLOUD,
  SUBCLOUD_DELETED,
  GROUP,
  /** A certificate or enrolment of the subcloud was withdrawn. */
  REVOCATION,
  /** Nothing changed, but every site of the scope is asked what software it has. */
  AUDIT_SOFTWARE,
  /** As above, for its Kubernetes. */
  AUDIT_KUBERNETES,
  /** As above, for the root certificate of its Kubernetes. */
  AUDIT_KUBE_ROOTCA,
  /** What the system controller has, as the audits of all sites compare with it. */
  REFERENCE,
  /** Operations were ordered or cancelled. */
  OPERATION;

  /** As in the column {@code change.what}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if the name is none: a newer node wrote it
   */
  public static ChangeKind of(String wireName) {
    for (var kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("change: " + wireName + " (expected: a known kind)");
  }
}
