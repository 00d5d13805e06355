package io.murmuration.central.identity;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.model.Payload;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How an identity goes to the sites, through whatever transport it was read. */
public final class IdentityPayload {
  private IdentityPayload() {}

  /**
   * @param id for people; the value itself is secret
   * @throws OriginAwayException if it has no canonical form
   */
  public static Payload of(IdentityType type, String id, SortedMap<String, @Nullable Object> value)
      throws OriginAwayException {
    try {
      return Payload.of(CanonicalJson.print(value));
    } catch (InvalidJsonException e) {
      throw new OriginAwayException(
          "has a %s that cannot be sent, id %s: %s".formatted(type.wireName(), id, e.getMessage()));
    }
  }
}
