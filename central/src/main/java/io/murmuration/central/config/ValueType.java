package io.murmuration.central.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the text of a value must look like.
 *
 * @param expected for people, completes "expected: ..."
 * @param parser empty if the text is not as expected
 */
public record ValueType<T>(String expected, Function<String, Optional<T>> parser) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB|)");
  private static final int HIGHEST_PORT = 65_535;

  public static ValueType<Integer> integer(int least, int most) {
    return new ValueType<>(
        "a whole number from %d to %d".formatted(least, most),
        text -> {
          try {
            int value = Integer.parseInt(text.replace("_", ""));
            return value < least || value > most ? Optional.empty() : Optional.of(value);
          } catch (NumberFormatException _) {
            return Optional.empty();
          }
        });
  }

  /** {@code hub-a.example:8121}, {@code 192.0.2.1:8121} or {@code [::1]:8121}. */
  public static ValueType<String> hostAndPort() {
    return matching(
        "host:port, as in hub-a.example:8121 or [::1]:8121, with a port of 1 to 65535",
        "([\\w.-]{1,253}|\\[[\\w:.]{2,45}]):"
            + "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])");
  }

  /** 0 means any free port. */
  public static ValueType<Integer> port() {
    return integer(0, HIGHEST_PORT);
  }

  /** {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 30d} or ISO-8601. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    return new ValueType<>(
        "a duration from %s to %s, as in 500ms, 10s, 5m, 1h, 30d"
            .formatted(text(least), text(most)),
        text ->
            parseDuration(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
  }

  /** {@code 0}, {@code 64KiB}, {@code 100MiB}, {@code 10GiB}. */
  public static ValueType<Long> bytes(long most) {
    return new ValueType<>(
        "bytes up to %d GiB, as in 0, 64KiB, 100MiB, 10GiB".formatted(most >> 30),
        text -> parseBytes(text).filter(value -> value <= most));
  }

  private static Optional<Long> parseBytes(String text) {
    var match = BYTES.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (match.group(2)) {
          case "GiB" -> 30;
          case "MiB" -> 20;
          case "KiB" -> 10;
          default -> 0;
        };
    return Optional.of(Long.parseLong(match.group(1)) << shift);
  }

  public static ValueType<Boolean> bool() {
    return new ValueType<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  public static ValueType<String> matching(String expected, String regex) {
    var pattern = Pattern.compile(regex);
    return new ValueType<>(
        expected, text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
  }

  public static ValueType<String> anyText() {
    return matching("text without control characters", "\\P{Cntrl}*");
  }

  /** Elements separated by commas, each as {@code element} wants it; none is fine. */
  public static ValueType<List<String>> listOf(ValueType<String> element) {
    return new ValueType<>(
        "a list, each " + element.expected(),
        text -> {
          var parts =
              Arrays.stream(text.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
          return parts.stream().allMatch(p -> element.parser().apply(p).isPresent())
              ? Optional.of(parts)
              : Optional.empty();
        });
  }

  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> choices) {
    var names =
        Arrays.stream(choices.getEnumConstants())
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .toList();
    return new ValueType<>(
        "one of " + String.join(", ", names),
        text -> {
          int index = names.indexOf(text.toLowerCase(Locale.ROOT));
          return index < 0 ? Optional.empty() : Optional.of(choices.getEnumConstants()[index]);
        });
  }

  private static Optional<Duration> parseDuration(String text) {
    var simple = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (simple.matches()) {
      long count = Long.parseLong(simple.group(1));
      return Optional.of(
          switch (simple.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static String text(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds >= 86_400 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds >= 3_600 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
