package io.murmuration.central.recovery.conflict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.recovery.conflict.ConflictListRepository.Shown;
import io.murmuration.central.recovery.conflict.Resolution.View;
import java.util.List;
import java.util.stream.Collectors;

/** Conflicts and orders about them, as REST shows them. */
final class ConflictJson {
  private ConflictJson() {}

  /**
   * @param most subclouds of a page: as many mean that more may follow
   */
  static ObjectNode list(List<Shown> rows, int most) {
    var json = JsonNodeFactory.instance.objectNode();
    var conflicts = json.putArray("conflicts");
    rows.forEach(row -> conflicts.add(one(row)));
    if (rows.stream().map(Shown::subcloud).distinct().count() < most) {
      json.putNull("next-marker");
    } else {
      json.put("next-marker", rows.getLast().subcloud());
    }
    return json;
  }

  static ObjectNode one(Shown row) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("subcloud-id", row.subcloud())
            .put("subcloud-name", row.name())
            .put("group-name", row.group())
            .put("kind", row.kind());
    json.putObject("held")
        .put("epoch", row.heldEpoch())
        .put("lineage", row.heldLineage())
        .put("revision", row.held());
    return json.put("wanted-revision", row.wanted())
        .put("since", row.since().toString())
        .put("online", row.online())
        .put("state", state(row))
        .put("action", row.action() == null ? null : row.action().wireName())
        .put("revision", row.revision())
        .put("resolution", row.resolution() == null ? null : row.resolution().toString());
  }

  private static String state(Shown row) {
    if (row.action() == null) {
      return "undecided";
    }
    return row.revision() == null ? "open" : "sent";
  }

  static JsonNode of(View view) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", view.id().toString())
            .put("action", view.action().wireName())
            .put("asked-by", view.by())
            .put("created-at", view.at().toString());
    var counts =
        view.outcomes().stream()
            .collect(Collectors.groupingBy(Resolution.Outcome::state, Collectors.counting()));
    var progress = json.putObject("progress");
    for (var state : List.of("refused", "open", "sent", "done", "failed")) {
      progress.put(state, counts.getOrDefault(state, 0L));
    }
    var subclouds = json.putArray("subclouds");
    for (var outcome : view.outcomes()) {
      subclouds
          .addObject()
          .put("subcloud-id", outcome.id().value())
          .put("subcloud-name", outcome.name())
          .put("state", outcome.state())
          .put("details", outcome.details())
          .put("revision", outcome.revision() == null ? null : outcome.revision().number())
          .put("updated-at", outcome.at().toString());
    }
    return json;
  }
}
