package io.murmuration.central.desired.type;

import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;

/** DNS servers of a site: sysinv {@code idns}, at most three address literals. */
final class DnsType implements ItemType {
  private static final int MOST = 3;

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public Kind kind() {
    return Kind.PLATFORM;
  }

  @Override
  public Optional<String> onlyName() {
    return Optional.of("default");
  }

  @Override
  public Map<String, Object> canonical(FieldReader fields) {
    return Map.of(
        "nameservers",
        fields.texts(
            "nameservers",
            0,
            MOST,
            "IPv4 or IPv6 addresses",
            Addresses::isAddress,
            Addresses::canonical));
  }

  @Override
  public String example() {
    return "{\"nameservers\": [\"192.0.2.53\", \"2001:db8::53\"]}";
  }
}
