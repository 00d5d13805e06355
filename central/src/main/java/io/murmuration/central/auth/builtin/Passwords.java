package io.murmuration.central.auth.builtin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Passwords as bcrypt, in the text form that {@code htpasswd -B} and Keystone write too. What one
 * check costs is bounded: a file cannot ask for more than {@link #HIGHEST_COST}.
 */
public final class Passwords {
  /** About 60 ms of one core in 2026. */
  public static final int DEFAULT_COST = 10;

  static final int HIGHEST_COST = 13;

  /** bcrypt looks at no more; a longer password would be cut silently. */
  public static final int MOST_BYTES = 72;

  static final String EXPECTED =
      "a bcrypt hash of cost %d to %d, as \"central user hash\" prints it"
          .formatted(DEFAULT_COST, HIGHEST_COST);

  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
  private static final int SALT_BYTES = 16;

  private Passwords() {}

  /**
   * @throws IllegalArgumentException if the password is empty or longer than bcrypt can take; never
   *     with the password
   */
  public static String hash(String password, SecureRandom chance) {
    int length = password.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "password: %d bytes (expected: 1 to %d)".formatted(length, MOST_BYTES));
    }
    var salt = new byte[SALT_BYTES];
    chance.nextBytes(salt);
    return OpenBSDBCrypt.generate("2b", password.toCharArray(), salt, DEFAULT_COST);
  }

  static boolean isHash(String text) {
    var hash = HASH.matcher(text);
    if (!hash.matches()) {
      return false;
    }
    int cost = Integer.parseInt(hash.group(1));
    return cost >= DEFAULT_COST && cost <= HIGHEST_COST;
  }

  /** Costs the same whether it is right or not. */
  static boolean matches(String password, String hash) {
    boolean fits = password.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    return OpenBSDBCrypt.checkPassword(hash, (fits ? password : "").toCharArray()) && fits;
  }
}
