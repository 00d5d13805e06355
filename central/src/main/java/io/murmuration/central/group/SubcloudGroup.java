package io.murmuration.central.group;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A group.
 *
 * @param createdAt UTC
 * @param updatedAt UTC; null until the first change
 */
public record SubcloudGroup(
    int id,
    String name,
    String description,
    ApplyType applyType,
    int maxParallelSubclouds,
    LocalDateTime createdAt,
    @Nullable LocalDateTime updatedAt) {
  /**
   * The group in which a subcloud is if nobody says otherwise; it can be neither renamed nor
   * deleted.
   */
  public static final int DEFAULT_ID = 1;

  public boolean isDefault() {
    return id == DEFAULT_ID;
  }
}
