package io.murmuration.central.store;

/** What a row of {@code change} tells the nodes to look at again. */
public enum ChangeKind {
  DESIRED,
  SUBCLOUD,
  SUBCLOUD_DELETED,
  GROUP,
  REVOCATION
}
