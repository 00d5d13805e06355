package io.murmuration.sync.status;

import io.murmuration.sync.model.SyncStatus;
import java.util.List;

/** The contract's overall status: the common one, or out-of-sync as soon as two differ. */
public final class Aggregate {
  private Aggregate() {}

  public static SyncStatus of(List<SyncStatus> endpoints) {
    if (endpoints.isEmpty()) {
      return SyncStatus.UNKNOWN;
    }
    var first = endpoints.getFirst();
    return endpoints.stream().allMatch(first::equals) ? first : SyncStatus.OUT_OF_SYNC;
  }
}
