package io.murmuration.central.group;

import io.murmuration.central.api.ApiError;
import java.util.Optional;

/** What may be done to a group as it stands. Pure. */
final class GroupRules {
  private GroupRules() {}

  /**
   * @param nameTaken whether another group has the new name
   */
  static Optional<ApiError> whyNotUpdate(
      SubcloudGroup group, GroupChange change, boolean nameTaken) {
    if (change.name() == null) {
      return Optional.empty();
    }
    if (group.isDefault()) {
      return Optional.of(
          new ApiError.BadRequest("name: the Default group cannot be renamed"));
    }
    return nameTaken ? Optional.of(duplicate(change.name())) : Optional.empty();
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

  static ApiError duplicate(String name) {
    return new ApiError.BadRequest(
        "name: %s (expected: a name that no other group has)".formatted(name));
  }
}
