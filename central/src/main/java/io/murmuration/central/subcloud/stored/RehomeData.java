package io.murmuration.central.subcloud.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Json;
import io.murmuration.central.subcloud.bootstrap.StoredValues;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a peer system controller would need to take the subcloud over: its bootstrap values without
 * secrets, and the address by which it is reached. Immutable by habit.
 */
public record RehomeData(ObjectNode payload) {
  private static final String SAVED = "saved_payload";
  private static final String ADDRESS = "bootstrap-address";

  public static RehomeData of(ObjectNode values) {
    return new RehomeData(Secrets.removed(values));
  }

  /**
   * What a row holds.
   *
   * @param text null if nothing was saved
   */
  public static Optional<RehomeData> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Json.read(text).path(SAVED) instanceof ObjectNode payload
          ? Optional.of(new RehomeData(payload))
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty(); // not written by us: as good as nothing
    }
  }

  /** These values over the ones saved before. */
  public RehomeData with(SiteValues values) {
    var merged = payload.deepCopy();
    merged.setAll(Secrets.removed(StoredValues.of(values)));
    return new RehomeData(merged);
  }

  public RehomeData at(String address) {
    var merged = payload.deepCopy();
    merged.put(ADDRESS, StoredValues.canonical(address));
    return new RehomeData(merged);
  }

  /** JSON text, as in the column. */
  public String text() {
    var data = JsonNodeFactory.instance.objectNode();
    data.set(SAVED, payload);
    return data.toString();
  }
}
