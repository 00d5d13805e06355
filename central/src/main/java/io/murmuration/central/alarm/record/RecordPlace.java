package io.murmuration.central.alarm.record;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which alarm of which subcloud: what a page is ordered by.
 *
 * @param resource endpoint type; empty: about the subcloud
 */
record RecordPlace(int subcloudId, String alarmId, String resource) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9})/([0-9]{3}\\.[0-9]{3})/([a-z-]{0,64})");

  /** Empty if the text is none that {@link #text} makes. */
  static Optional<RecordPlace> of(String text) {
    var found = FORM.matcher(text);
    return found.matches()
        ? Optional.of(
            new RecordPlace(Integer.parseInt(found.group(1)), found.group(2), found.group(3)))
        : Optional.empty();
  }

  /** As a marker. */
  String text() {
    return subcloudId + "/" + alarmId + "/" + resource;
  }
}
