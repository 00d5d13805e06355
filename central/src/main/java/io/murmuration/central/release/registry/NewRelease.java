package io.murmuration.central.release.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release that was received and looked into, and is not registered yet.
 *
 * @param rebootRequired null: the files do not say
 * @param signedBy subject of the signer's certificate; null: nobody signed it
 */
record NewRelease(
    String id,
    String version,
    String summary,
    @Nullable Boolean rebootRequired,
    @Nullable String signedBy,
    List<ReleaseFile> files) {
  NewRelease {
    files = List.copyOf(files);
  }
}
