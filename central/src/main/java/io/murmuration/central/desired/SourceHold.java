package io.murmuration.central.desired;

import io.murmuration.sync.resource.Scope;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that waits for an operator.
 *
 * @param kind its wire name; a newer node may know more kinds
 * @param digest of the keys that it would delete
 * @param known how many items the source spoke of before
 * @param sample the first of the keys
 */
record SourceHold(
    String source,
    String kind,
    Scope scope,
    String digest,
    int deletions,
    int known,
    List<String> sample,
    OffsetDateTime since,
    @Nullable String confirmedBy,
    @Nullable OffsetDateTime confirmedAt) {
  SourceHold {
    sample = List.copyOf(sample);
  }
}
