package io.murmuration.central.observe;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What every log line of a thread carries while a scope is open: the request id, the subcloud.
 *
 * <pre>{@code try (var _ = LogContext.subcloud("edge7")) { ... }}</pre>
 */
public final class LogContext implements AutoCloseable {
  static final String REQUEST = "request";
  static final String SUBCLOUD = "subcloud";

  private final String key;
  private final @Nullable String before;

  private LogContext(String key, String value) {
    this.key = key;
    this.before = MDC.get(key);
    MDC.put(key, value);
  }

  public static LogContext request(String requestId) {
    return new LogContext(REQUEST, requestId);
  }

  /** By name or id, as the thread knows it. */
  public static LogContext subcloud(String subcloud) {
    return new LogContext(SUBCLOUD, subcloud);
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
