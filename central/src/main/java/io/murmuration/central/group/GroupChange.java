package io.murmuration.central.group;

import org.jspecify.annotations.Nullable;

/** What a request says about a group, each value checked by itself; null means not given. */
record GroupChange(
    @Nullable String name,
    @Nullable String description,
    @Nullable ApplyType applyType,
    @Nullable Integer maxParallelSubclouds) {

  boolean isNothing() {
    return name == null && description == null && applyType == null && maxParallelSubclouds == null;
  }
}
