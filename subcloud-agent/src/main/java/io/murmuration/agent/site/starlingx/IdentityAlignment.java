package io.murmuration.agent.site.starlingx;

/**
 * Whether the site's identities carry the centre's ids. Fernet keys wait for it: with shared keys a
 * token of the centre is valid here, and its ids must mean the same. Thread-safe.
 */
@FunctionalInterface
public interface IdentityAlignment {
  /** Of a site whose identities nobody aligns: there is nothing to wait for. */
  IdentityAlignment NOT_NEEDED = () -> true;

  /**
   * True once identities were written, or found equal, in this life of the agent; and while the hub
   * says that it keeps none.
   */
  boolean isAligned();
}
