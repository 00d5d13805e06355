package io.murmuration.central.options;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.TimestampForm;
import org.jspecify.annotations.Nullable;

/** The contract's options object: hyphens in all keys. */
final class OptionsJson {
  /** Exactly this text stands where others have the subcloud's name. */
  static final String NAME_OF_DEFAULTS = "all clouds default";

  /** A default row that was created through the API says 0, the one that came first says null. */
  private static final int NO_SUBCLOUD = 0;

  private OptionsJson() {}

  static ObjectNode of(StoredOptions options) {
    var owner = options.subcloud();
    var json = JsonNodeFactory.instance.objectNode().put("id", options.id());
    json.put("name", owner == null ? NAME_OF_DEFAULTS : owner.name())
        .put("subcloud-id", subcloudId(options));
    return withValues(json, options.values())
        .put("created-at", TimestampForm.SPACE.text(options.createdAt()))
        .put("updated-at", TimestampForm.SPACE.text(options.updatedAt()));
  }

  /** The defaults when there is no row of them: without ids. */
  static ObjectNode ofConstants() {
    var json = JsonNodeFactory.instance.objectNode().put("name", NAME_OF_DEFAULTS);
    return withValues(json, OptionValues.CONSTANTS).putNull("created-at").putNull("updated-at");
  }

  private static @Nullable Integer subcloudId(StoredOptions options) {
    var owner = options.subcloud();
    if (owner != null) {
      return owner.id();
    }
    return options.createdAt() == null ? null : NO_SUBCLOUD;
  }

  private static ObjectNode withValues(ObjectNode json, OptionValues values) {
    return json.put("storage-apply-type", values.storageApplyType())
        .put("worker-apply-type", values.workerApplyType())
        .put("max-parallel-workers", values.maxParallelWorkers())
        .put("alarm-restriction-type", values.alarmRestrictionType())
        .put("default-instance-action", values.defaultInstanceAction());
  }
}
