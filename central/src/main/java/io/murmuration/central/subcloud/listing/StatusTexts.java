package io.murmuration.central.subcloud.listing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.central.api.Json;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Aggregate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts in use, each once. Confined to the thread that holds the image's lock. */
final class StatusTexts {
  /** Then all are forgotten: rows keep those that they use. */
  private static final int REMEMBERED = 4_096;

  private final Map<String, StatusText> texts = new HashMap<>();
  private final Map<String, String> quoted = new HashMap<>();

  StatusText of(List<ReadRow.Status> endpoints, List<SyncStatus> statuses) {
    var json = new StringBuilder(512).append('[');
    for (int i = 0; i < statuses.size(); i++) {
      json.append(i == 0 ? "{\"endpoint_type\":" : ",{\"endpoint_type\":")
          .append(quoted(endpoints.get(i).endpointType()))
          .append(",\"sync_status\":\"")
          .append(statuses.get(i).wireName())
          .append("\"}");
    }
    if (texts.size() == REMEMBERED) {
      texts.clear();
    }
    return texts.computeIfAbsent(
        json.append(']').toString(), text -> new StatusText(text, Aggregate.of(statuses)));
  }

  private String quoted(String type) {
    return quoted.computeIfAbsent(type, text -> new String(Json.bytes(text), UTF_8));
  }
}
