package io.murmuration.sync.model;

/** A subcloud's row id: never used again after a deletion, so a re-created name is another id. */
public record SubcloudId(long value) implements Comparable<SubcloudId> {
  public SubcloudId {
    if (value <= 0) {
      throw new IllegalArgumentException("subcloud id: " + value + " (expected: > 0)");
    }
  }

  @Override
  public int compareTo(SubcloudId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "sc-" + value;
  }
}
