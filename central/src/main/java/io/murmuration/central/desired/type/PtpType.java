package io.murmuration.central.desired.type;

import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a site synchronises its clocks without PTP instances: sysinv {@code ptp}. */
final class PtpType implements ItemType {
  private static final Set<String> MODES = Set.of("hardware", "software", "legacy");
  private static final Set<String> TRANSPORTS = Set.of("l2", "udp");
  private static final Set<String> MECHANISMS = Set.of("e2e", "p2p");

  @Override
  public String name() {
    return "ptp";
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
        "mode",
        fields.text("mode", "hardware, software or legacy", MODES::contains).orElse(""),
        "transport",
        fields.text("transport", "l2 or udp", TRANSPORTS::contains).orElse(""),
        "mechanism",
        fields.text("mechanism", "e2e or p2p", MECHANISMS::contains).orElse(""));
  }

  @Override
  public String example() {
    return "{\"mode\": \"hardware\", \"transport\": \"l2\", \"mechanism\": \"e2e\"}";
  }
}
