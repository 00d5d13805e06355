package io.murmuration.central.yaml;

/** Where a value stands in its document; both from 1. */
public record Place(int line, int column) {
  /** The beginning of a document. */
  public static final Place START = new Place(1, 1);
}
