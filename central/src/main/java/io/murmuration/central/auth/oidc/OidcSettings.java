package io.murmuration.central.auth.oidc;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param issuer as in the claim {@code iss}, to the letter
 * @param audience which must be among the claim {@code aud}
 * @param usernameClaim whose text is the caller's name
 * @param groupsClaim a list of texts, or one
 * @param roles which role a group gives
 * @param skew clocks may differ by this
 */
public record OidcSettings(
    String issuer,
    String audience,
    String usernameClaim,
    String groupsClaim,
    Map<String, String> roles,
    Duration skew) {
  public OidcSettings {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }
}
