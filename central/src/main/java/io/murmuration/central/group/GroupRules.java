package io.murmuration.central.group;

import io.murmuration.central.api.ApiError;
import java.util.Optional;

/** What may be done to a group as it stands. Pure. */
final class GroupRules {
  private GroupRules() {}

  /**
   * @param namesake the group that has the wanted name already
   */
  static Optional<ApiError> whyNotCreate(Optional<SubcloudGroup> namesake) {
    return namesake.map(other -> duplicate(other.name()));
  }

  /**
   * @param namesake the group that has the wanted name already; it may be this one
   */
  static Optional<ApiError> whyNotUpdate(
      SubcloudGroup group, GroupChange change, Optional<SubcloudGroup> namesake) {
    if (change.name() != null && group.isDefault()) {
      return Optional.of(new ApiError.BadRequest("name: the Default group cannot be renamed"));
    }
    return namesake.filter(other -> other.id() != group.id()).map(other -> duplicate(other.name()));
  }

  static Optional<ApiError> whyNotDelete(SubcloudGroup group, int subclouds) {
    if (group.isDefault()) {
      return Optional.of(new ApiError.BadRequest("The Default group cannot be deleted"));
    }
    if (subclouds > 0) {
      return Optional.of(
          new ApiError.BadRequest(
              "Group %s is not empty: %d subclouds are in it (expected: none; move them first)"
                  .formatted(group.name(), subclouds)));
    }
    return Optional.empty();
  }

  private static ApiError duplicate(String name) {
    return new ApiError.BadRequest(
        "name: %s (expected: a name that no other group has)".formatted(name));
  }
}
