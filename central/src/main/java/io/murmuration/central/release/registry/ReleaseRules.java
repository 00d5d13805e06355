package io.murmuration.central.release.registry;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names, and what makes two registrations the same. Pure. */
final class ReleaseRules {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,254}");
  private static final String ID_EXPECTED = "1 to 255 letters, digits, . _ + -";
  private static final Pattern VERSION = Pattern.compile("\\d{1,4}(\\.\\d{1,4}){1,3}");

  private ReleaseRules() {}

  /** A file's base name, as USM takes it. */
  static boolean isFileName(String name) {
    return ID.matcher(name).matches();
  }

  static Problem fileName(String given) {
    return new Problem("file name", given, ID_EXPECTED);
  }

  static void requireId(String given, List<Problem> problems) {
    if (!ID.matcher(given).matches()) {
      problems.add(new Problem("release_id", given, ID_EXPECTED));
    }
  }

  static void requireVersion(String given, List<Problem> problems) {
    if (!VERSION.matcher(given).matches()) {
      problems.add(new Problem("sw_version", given, "a version as in 26.03.1"));
    }
  }

  /**
   * True if the release is there already with the same bytes under the same names.
   *
   * @throws RefusedException 409 if it is there with others
   */
  static boolean isSame(Release there, NewRelease given) {
    var before = digests(there.files());
    var after = digests(given.files());
    if (before.equals(after)) {
      return true;
    }
    throw new RefusedException(
        new ApiError.Conflict(
            "release_id: %s is registered with other bytes: %s (expected: %s). A release does not change; delete it first, or register the new one under its own id."
                .formatted(there.id(), after, before)));
  }

  private static Map<String, String> digests(List<ReleaseFile> files) {
    Map<String, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file.name(), file.content().sha256().hex()));
    return digests;
  }
}
