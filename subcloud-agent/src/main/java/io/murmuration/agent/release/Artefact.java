package io.murmuration.agent.release;

import java.util.regex.Pattern;

/**
 * A file of a release, named by what is in it.
 *
 * @param name base name, as the site's software management shall see it
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 */
record Artefact(String name, String sha256, long size) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,254}");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static boolean isDigest(String text) {
    return HEX.matcher(text).matches();
  }
}
