package io.murmuration.central.subcloud.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** What of a document nobody may see, known by the names of its keys, at any depth. */
public final class Secrets {
  /** What stands in the place of a secret. */
  public static final String MASK = "********";

  private Secrets() {}

  /** True if values under this key are never to be shown, nor stored in clear. */
  public static boolean isSecret(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    return lower.contains("password") || lower.contains("secret") || lower.endsWith("_key");
  }

  /** True for the base64 form of a UTF-8 text that is not empty: how passwords are sent. */
  public static boolean isBase64(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text.strip());
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return bytes.length > 0;
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return false;
    }
  }

  /** A copy in which secrets are there, but not what they are. */
  public static ObjectNode masked(ObjectNode document) {
    var copy = document.deepCopy();
    mask(copy);
    return copy;
  }

  /** A copy without secrets. */
  public static ObjectNode removed(ObjectNode document) {
    var copy = document.deepCopy();
    remove(copy);
    return copy;
  }

  private static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        if (isSecret(entry.getKey())) {
          entry.setValue(object.textNode(MASK));
        }
      }
    }
    node.forEach(Secrets::mask);
  }

  private static void remove(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(entry -> isSecret(entry.getKey()));
    }
    node.forEach(Secrets::remove);
  }
}
