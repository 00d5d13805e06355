package io.murmuration.central.desired.type;

import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a site sends its logs: sysinv {@code remotelogging}. */
final class RemoteLoggingType implements ItemType {
  private static final Set<String> TRANSPORTS = Set.of("udp", "tcp", "tls");
  private static final int HIGHEST_PORT = 65_535;

  @Override
  public String name() {
    return "remote-logging";
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
        "enabled", fields.truth("enabled").orElse(false),
        "ip_address",
            fields
                .text("ip_address", "an IPv4 or IPv6 address", Addresses::isAddress)
                .map(Addresses::canonical)
                .orElse(""),
        "port", fields.whole("port", 1, HIGHEST_PORT).orElse(0L),
        "transport", fields.text("transport", "udp, tcp or tls", TRANSPORTS::contains).orElse(""));
  }

  @Override
  public String example() {
    return "{\"enabled\": true, \"ip_address\": \"192.0.2.20\", \"port\": 514, \"transport\": \"tcp\"}";
  }
}
