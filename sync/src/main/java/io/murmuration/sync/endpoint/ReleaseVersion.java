package io.murmuration.sync.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A release's version, {@code YY.MM.pp}: year, month and patch, compared as numbers.
 *
 * @param text as it was given
 */
record ReleaseVersion(List<Integer> parts, String text) implements Comparable<ReleaseVersion> {
  private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){1,3}");

  ReleaseVersion {
    parts = List.copyOf(parts);
  }

  /** Empty if the text is no version. */
  static Optional<ReleaseVersion> of(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(
            new ReleaseVersion(
                Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList(), text))
        : Optional.empty();
  }

  /** The highest; texts that are no versions do not count. */
  static Optional<ReleaseVersion> latest(List<String> texts) {
    return texts.stream()
        .map(ReleaseVersion::of)
        .flatMap(Optional::stream)
        .max(ReleaseVersion::compareTo);
  }

  /** Of the same release if nothing but zeros follows: {@code 26.03} is {@code 26.03.0}. */
  boolean isSameAs(ReleaseVersion other) {
    return compareTo(other) == 0;
  }

  @Override
  public int compareTo(ReleaseVersion other) {
    int longest = Math.max(parts.size(), other.parts.size());
    for (int i = 0; i < longest; i++) {
      int order = Integer.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** {@code 26.03} of {@code 26.03.1}; as it was spelled. */
  String major() {
    var spelled = text.split("\\.", 3);
    return spelled[0] + "." + spelled[1];
  }

  private int part(int index) {
    return index < parts.size() ? parts.get(index) : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
