package io.murmuration.central;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the configured level and format to what {@code logback.xml} has set up. */
public final class LogSetup {
  /** Least important line to print. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** How a line looks. */
  public enum Format {
    TEXT,
    JSON
  }

  /**
   * Writes a stack trace, past our log, for each stream that ends with something unsent: any agent
   * can make as many as it likes. Kept, because the JDK forgets the levels of unused loggers.
   */
  private static final java.util.logging.Logger STREAM_ERRORS =
      java.util.logging.Logger.getLogger("io.grpc.netty.NettyServerHandler");

  private LogSetup() {}

  static void apply(Level level, Format format) {
    STREAM_ERRORS.setLevel(java.util.logging.Level.SEVERE);
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    context
        .getLogger("io.murmuration")
        .setLevel(ch.qos.logback.classic.Level.valueOf(level.name()));
    if (format == Format.JSON
        && root.getAppender("stdout") instanceof OutputStreamAppender<ILoggingEvent> appender) {
      var encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithFormattedMessage(true);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.start();
      appender.setEncoder(encoder);
    }
  }
}
