package io.murmuration.central.subcloud.document;

import java.util.regex.Pattern;

/**
 * Names by which clients can reach a subcloud: they put them into paths as they are, where digits
 * only are an id (contract, resource references). A rename is stricter still.
 */
public final class SubcloudName {
  public static final String EXPECTED =
      "a text of at most 255 letters, digits, '.', '_' and '-', not only digits, not beginning with '.' or '-'";

  private static final Pattern REACHABLE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}");
  private static final Pattern ID = Pattern.compile("[0-9]*");

  private SubcloudName() {}

  public static boolean isReachable(String name) {
    return REACHABLE.matcher(name).matches() && !ID.matcher(name).matches();
  }
}
