package io.murmuration.central.options;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of options.
 *
 * @param subcloud whose they are; null if they count for every subcloud without own ones
 * @param createdAt UTC; null for the row that came with the database
 * @param updatedAt UTC; null until the first change
 */
record StoredOptions(
    int id,
    @Nullable Owner subcloud,
    OptionValues values,
    @Nullable LocalDateTime createdAt,
    @Nullable LocalDateTime updatedAt) {
  /** A subcloud, as far as this feature must know it. */
  record Owner(int id, String name) {}
}
