package io.murmuration.central.subcloud.order;

/** How the subcloud is to come into being. */
public enum Road {
  /** All phases, one after the other. */
  ADD,
  /** The record only; the caller orders each phase. */
  CREATE
}
