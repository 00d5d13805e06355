package io.murmuration.sync.model;

/** The contract's sync_status. */
public enum SyncStatus {
  UNKNOWN("unknown"),
  IN_SYNC("in-sync"),
  OUT_OF_SYNC("out-of-sync");

  private final String wireName;

  SyncStatus(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /**
   * @throws IllegalArgumentException if {@code name} is no status of the contract
   */
  public static SyncStatus fromWireName(String name) {
    for (var status : values()) {
      if (status.wireName.equals(name)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "sync status: " + name + " (expected: unknown, in-sync or out-of-sync)");
  }

  @Override
  public String toString() {
    return wireName;
  }
}
