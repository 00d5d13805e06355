package io.murmuration.sync.operation;

/** What a type of operation declares about a run that was interrupted. */
public enum AfterCrash {
  /** The site can be asked how far it came. */
  PROBE,
  /** Nobody can tell: the outcome is unknown until a person settles it. */
  UNKNOWN
}
