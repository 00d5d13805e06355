package io.murmuration.central.external.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.external.keystone.ServiceHttp;
import io.murmuration.central.external.keystone.ServiceTokens;
import io.murmuration.central.external.keystone.UnansweredException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON of the system controller's services. Thread-safe; blocks. */
final class ControllerHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerHttp.class);
  private static final int LARGEST = 4 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ServiceHttp http;

  /**
   * @param timeout for one answer, its body included
   */
  ControllerHttp(ServiceTokens tokens, Duration timeout) {
    this.http = new ServiceHttp(tokens, timeout, LARGEST);
  }

  /** Empty if there is no answer in time, or another than 200 and JSON; the log says why. */
  Optional<JsonNode> get(URI base, String path) {
    var uri = base.resolve(path);
    try {
      return Optional.of(MAPPER.readTree(http.get(uri)));
    } catch (UnansweredException e) {
      return unread(uri, e.why());
    } catch (IOException _) {
      return unread(uri, "an answer that is no JSON");
    }
  }

  private static Optional<JsonNode> unread(URI uri, String why) {
    LOG.warn("system controller: {} not read: {}", uri, why);
    return Optional.empty();
  }

  @Override
  public void close() {
    http.close();
  }
}
