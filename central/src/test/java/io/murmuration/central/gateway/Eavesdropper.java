package io.murmuration.central.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Hears everything that the hub, its SQL and its database driver log, at the finest level. */
final class Eavesdropper implements AutoCloseable {
  private static final List<String> LOUD = List.of("io.murmuration", "org.jooq", "io.vertx");
  private static final List<String> LOUD_DRIVERS = List.of("org.postgresql", "io.vertx");

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Map<Logger, Level> before = new HashMap<>();
  private final List<java.util.logging.Logger> drivers =
      LOUD_DRIVERS.stream().map(java.util.logging.Logger::getLogger).toList();
  private final Ear ear = new Ear();
  private final DriverEar driverEar = new DriverEar();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final class Ear extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      heard.add(event.getLoggerName() + " " + event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        heard.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
  }

  private final class DriverEar extends Handler {
    private final SimpleFormatter form = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      heard.add(form.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  Eavesdropper() {
    ear.setContext(root.getLoggerContext());
    ear.start();
    for (var name : LOUD) {
      var logger = (Logger) LoggerFactory.getLogger(name);
      before.put(logger, logger.getLevel());
      logger.setLevel(Level.TRACE);
      logger.addAppender(ear);
      logger.setAdditive(false);
    }
    for (var driver : drivers) {
      driver.setLevel(java.util.logging.Level.ALL);
      driver.addHandler(driverEar);
      driver.setUseParentHandlers(false);
    }
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    before.forEach((logger, level) -> {
      logger.detachAppender(ear);
      logger.setLevel(level);
      logger.setAdditive(true);
    });
    for (var driver : drivers) {
      driver.removeHandler(driverEar);
      driver.setLevel(null);
      driver.setUseParentHandlers(true);
    }
  }
}
