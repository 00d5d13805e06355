package io.murmuration.central.gateway.drift;

import com.fasterxml.jackson.databind.JsonNode;

/** What is told of a site's drift. */
public sealed interface DriftReport {
  /** As the REST client gets it: without secrets, so it may go from node to node. */
  record Json(JsonNode json) implements DriftReport {}

  /** No node has the site's stream. */
  record NotConnected() implements DriftReport {}
}
