package io.murmuration.central.gateway.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.sync.model.SubcloudId;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks this node first, and the others if the site's stream is not here. What goes from node to
 * node is what a client would get: it holds no secrets. Blocks.
 */
public final class DriftAnywhere implements DriftRoutes.Asked {
  private static final String QUESTION = "drift ";
  private static final Pattern ASKED = Pattern.compile(QUESTION + "([1-9]\\d{0,9})");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<SubcloudId, DriftReport> here;
  private final Function<String, Optional<String>> others;

  /**
   * @param here the drift of a site whose stream is at this node
   * @param others asks all other nodes one question
   */
  public DriftAnywhere(
      Function<SubcloudId, DriftReport> here, Function<String, Optional<String>> others) {
    this.here = here;
    this.others = others;
  }

  @Override
  public DriftReport of(SubcloudId id) {
    return switch (here.apply(id)) {
      case DriftReport.Json found -> found;
      case DriftReport.NotConnected nowhere ->
          others.apply(QUESTION + id.value()).flatMap(DriftAnywhere::read).orElse(nowhere);
    };
  }

  /** As a client gets it; empty if no node has the site's stream. */
  public Optional<JsonNode> json(SubcloudId id) {
    return switch (of(id)) {
      case DriftReport.Json(var json) -> Optional.of(json);
      case DriftReport.NotConnected _ -> Optional.empty();
    };
  }

  /** Empty if it is no report: whatever came, it was not from a node that holds the stream. */
  private static Optional<DriftReport> read(String text) {
    try {
      return Optional.of(JSON.readTree(text))
          .filter(JsonNode::isObject)
          .map(DriftReport.Json::new);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Answers another node; empty if the site's stream is not here, or it asks something else. */
  public Optional<String> answer(String question) {
    var asked = ASKED.matcher(question);
    if (!asked.matches()) {
      return Optional.empty();
    }
    var id = new SubcloudId(Long.parseLong(asked.group(1)));
    return switch (here.apply(id)) {
      case DriftReport.Json(var json) -> Optional.of(json.toString());
      case DriftReport.NotConnected _ -> Optional.empty();
    };
  }
}
