package io.murmuration.central.api.request;

import java.time.Duration;

/**
 * A field of a body that holds an ISO 8601 duration.
 *
 * @param usual if the field is not given
 * @param shortest that is taken
 * @param longest that is taken
 * @param expected for people: what is taken, with an example
 */
public record DurationField(
    String name, Duration usual, Duration shortest, Duration longest, String expected) {

  boolean takes(Duration given) {
    return given.compareTo(shortest) >= 0 && given.compareTo(longest) <= 0;
  }
}
