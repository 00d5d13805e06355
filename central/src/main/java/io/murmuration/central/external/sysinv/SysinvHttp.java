package io.murmuration.central.external.sysinv;

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

/** JSON of the system controller's sysinv. Thread-safe; blocks. */
final class SysinvHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SysinvHttp.class);
  private static final int LARGEST = 4 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final ServiceHttp http;

  /**
   * @param base without path
   * @param timeout for one answer, its body included
   */
  SysinvHttp(URI base, ServiceTokens tokens, Duration timeout) {
    this.base = base;
    this.http = new ServiceHttp(tokens, timeout, LARGEST);
  }

  /** Empty if there is no answer in time, or another than 200 and JSON; the log says why. */
  Optional<JsonNode> get(String path) {
    try {
      return Optional.of(MAPPER.readTree(http.get(base.resolve(path))));
    } catch (UnansweredException e) {
      return unread(path, e.why());
    } catch (IOException _) {
      return unread(path, "an answer that is no JSON");
    }
  }

  private static Optional<JsonNode> unread(String path, String why) {
    LOG.warn("system controller: sysinv {} not read: {}", path, why);
    return Optional.empty();
  }

  @Override
  public void close() {
    http.close();
  }
}
