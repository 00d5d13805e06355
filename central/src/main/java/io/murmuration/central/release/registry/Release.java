package io.murmuration.central.release.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release as it is kept.
 *
 * @param rebootRequired null: the files do not say
 * @param signedBy subject of the signer's certificate; null: nobody signed it
 * @param files in the order in which a site is given them; at least one
 */
public record Release(
    String id,
    String version,
    String summary,
    @Nullable Boolean rebootRequired,
    @Nullable String signedBy,
    String registeredBy,
    Instant registeredAt,
    List<ReleaseFile> files) {
  public Release {
    files = List.copyOf(files);
  }

  /** In bytes, all files together. */
  public long size() {
    return files.stream().mapToLong(file -> file.content().size()).sum();
  }
}
