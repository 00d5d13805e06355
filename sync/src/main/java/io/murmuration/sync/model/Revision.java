package io.murmuration.sync.model;

/**
 * A point in the hub's order of changes ({@code hub.seq}). Number order is commit order. {@link
 * #NONE} means "nothing yet".
 */
public record Revision(long number) implements Comparable<Revision> {
  public static final Revision NONE = new Revision(0);

  public Revision {
    if (number < 0) {
      throw new IllegalArgumentException("revision: " + number + " (expected: >= 0)");
    }
  }

  public boolean isAfter(Revision other) {
    return number > other.number;
  }

  public Revision max(Revision other) {
    return number >= other.number ? this : other;
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "r" + number;
  }
}
