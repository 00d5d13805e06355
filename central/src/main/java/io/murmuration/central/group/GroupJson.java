package io.murmuration.central.group;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.TimestampForm;

/** The contract's group object: underscores in the keys, hyphens in the two timestamps. */
final class GroupJson {
  private GroupJson() {}

  static ObjectNode of(SubcloudGroup group) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", group.id())
        .put("name", group.name())
        .put("description", group.description())
        .put("update_apply_type", group.applyType().wireName())
        .put("max_parallel_subclouds", group.maxParallelSubclouds())
        .put("created-at", TimestampForm.SPACE.text(group.createdAt()))
        .put("updated-at", TimestampForm.SPACE.text(group.updatedAt()));
  }
}
