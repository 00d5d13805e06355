package io.murmuration.central.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void stop() {
    root.detachAppender(lines);
  }

  @Test
  void scopesNestAndEnd() {
    try (var _ = LogContext.request("req-1")) {
      try (var _ = LogContext.subcloud("edge7")) {
        assertThat(MDC.getCopyOfContextMap())
            .containsEntry("request", "req-1")
            .containsEntry("subcloud", "edge7");
      }
      assertThat(MDC.get("subcloud")).isNull();
    }
    assertThat(MDC.get("request")).isNull();
  }

  @Test
  void aFaultIsCountedAndLoggedWithItsStack() {
    var registry = new SimpleMeterRegistry();
    new LoggedFaults(registry).report("lane", new IllegalStateException("bug"));
    assertThat(registry.get("murmuration.faults").counter().count()).isEqualTo(1);
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getFormattedMessage()).isEqualTo("fault in lane");
          assertThat(line.getThrowableProxy().getMessage()).isEqualTo("bug");
        });
  }
}
