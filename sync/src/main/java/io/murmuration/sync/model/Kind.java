package io.murmuration.sync.model;

import java.util.Optional;

/** What is kept the same at every site; the contract's endpoint types. */
public enum Kind {
  PLATFORM("platform"),
  IDENTITY("identity"),
  DC_CERT("dc-cert"),
  FIRMWARE("firmware"),
  KUBERNETES("kubernetes"),
  KUBE_ROOTCA("kube-rootca"),
  SOFTWARE("software");

  private final String wireName;

  Kind(String wireName) {
    this.wireName = wireName;
  }

  /** The name in REST, in the protocol and in the database. */
  public String wireName() {
    return wireName;
  }

  public static Optional<Kind> fromWireName(String name) {
    for (var kind : values()) {
      if (kind.wireName.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return wireName;
  }
}
