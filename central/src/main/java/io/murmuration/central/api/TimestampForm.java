package io.murmuration.central.api;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** The two texts in which the contract writes a time (UTC, without zone); which one is per call. */
public enum TimestampForm {
  /** {@code 2026-04-09 07:15:22.104233}; without the fraction if that is zero. */
  SPACE("yyyy-MM-dd HH:mm:ss"),
  /** {@code 2026-04-09T07:15:22.104233}; always six decimals. */
  T("yyyy-MM-dd'T'HH:mm:ss");

  private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(".SSSSSS");

  private final DateTimeFormatter seconds;

  TimestampForm(String seconds) {
    this.seconds = DateTimeFormatter.ofPattern(seconds);
  }

  /** Null stays null, as the contract wants it. */
  public @Nullable String text(@Nullable LocalDateTime time) {
    if (time == null) {
      return null;
    }
    boolean wholeSecond = time.get(ChronoField.MICRO_OF_SECOND) == 0;
    return seconds.format(time) + (wholeSecond && this == SPACE ? "" : MICROS.format(time));
  }
}
