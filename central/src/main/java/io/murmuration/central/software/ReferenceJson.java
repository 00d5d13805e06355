package io.murmuration.central.software;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.DeviceImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A reference as it lies in its row; a field that is not there is not known. */
final class ReferenceJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReferenceJson() {}

  static String text(AuditReference reference) {
    var json = JsonNodeFactory.instance.objectNode();
    reference.software().ifPresent(deployed -> deployed.forEach(json.putArray("software")::add));
    reference.kubernetes().ifPresent(version -> json.put("kubernetes", version));
    reference
        .firmware()
        .ifPresent(images -> {
          var array = json.putArray("firmware");
          images.forEach(image -> array.add(json(image)));
        });
    return json.toString();
  }

  private static ObjectNode json(DeviceImage image) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("pci-vendor", image.vendor())
            .put("pci-device", image.device());
    image.labels().forEach(json.putArray("labels")::add);
    switch (image.content()) {
      case DeviceImage.Content.Functional(var id, var bmc, var retimer) ->
          json.put("bitstream-id", id).put("bmc", bmc).put("retimer", retimer);
      case DeviceImage.Content.RootKey(var signature) -> json.put("root-key", signature);
      case DeviceImage.Content.Revocation(var id) -> json.put("revoked-key", id);
    }
    return json;
  }

  /**
   * @throws IllegalStateException if the row was not written by {@link #text}
   */
  static AuditReference read(long revision, String text) {
    try {
      var json = MAPPER.readTree(text);
      return new AuditReference(
          revision,
          Optional.of(json.path("software")).filter(JsonNode::isArray).map(ReferenceJson::texts),
          Optional.of(json.path("kubernetes")).filter(JsonNode::isTextual).map(JsonNode::asText),
          Optional.of(json.path("firmware")).filter(JsonNode::isArray).map(ReferenceJson::images));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("audit_reference: not JSON, revision " + revision, e);
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static List<DeviceImage> images(JsonNode array) {
    var images = new ArrayList<DeviceImage>();
    array.forEach(image ->
        images.add(
            new DeviceImage(
                content(image),
                image.path("pci-vendor").asText(),
                image.path("pci-device").asText(),
                texts(image.path("labels")))));
    return images;
  }

  private static DeviceImage.Content content(JsonNode image) {
    if (image.has("root-key")) {
      return new DeviceImage.Content.RootKey(image.path("root-key").asText());
    }
    return image.has("revoked-key")
        ? new DeviceImage.Content.Revocation(image.path("revoked-key").asText())
        : new DeviceImage.Content.Functional(
            image.path("bitstream-id").asText(),
            image.path("bmc").asBoolean(),
            image.path("retimer").asBoolean());
  }
}
