package io.murmuration.it.fault.history;

/** What must never happen. */
public enum Rule {
  /** Something was accepted, and is not there. */
  LOST,
  /** Something was done twice. */
  DOUBLED,
  /** A change that was asked for after another one was answered lies before it. */
  REORDERED,
  /** Somebody wrote who had been replaced. */
  STALE_EPOCH,
  /** The hub said that a site holds what its journal did not hold. */
  APPLIED_TOO_EARLY,
  /** A site went back, or holds something else than its revision says. */
  ROLLED_BACK,
  /** Something was shown as newer or better known than it was. */
  SHOWN_FRESH,
  /** Something is there that nobody asked for, or that was refused. */
  INVENTED
}
