package io.murmuration.central.subcloud.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The install values that a subcloud's record shows; secrets are masked in it. */
public final class StoredInstall {
  public static final StoredInstall NONE = new StoredInstall(JsonNodeFactory.instance.objectNode());

  private final JsonNode values;

  private StoredInstall(JsonNode values) {
    this.values = values;
  }

  /**
   * @param dataInstall JSON text; null if there is none
   */
  public static StoredInstall of(@Nullable String dataInstall) {
    if (dataInstall == null) {
      return NONE;
    }
    try {
      return new StoredInstall(Json.read(dataInstall));
    } catch (JsonProcessingException _) {
      return NONE; // written by somebody else's hands; it can only help in a message
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(JsonNode::isValueNode).map(JsonNode::asText);
  }
}
