package io.murmuration.central.desired.type;

import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;

/** NTP servers of a site: sysinv {@code intp}, one to three addresses or host names. */
final class NtpType implements ItemType {
  private static final int MOST = 3;

  @Override
  public String name() {
    return "ntp";
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
        "ntpservers",
        fields.texts(
            "ntpservers",
            1,
            MOST,
            "addresses or host names",
            Addresses::isHost,
            Addresses::canonical));
  }

  @Override
  public String example() {
    return "{\"ntpservers\": [\"ntp1.example.net\", \"192.0.2.123\"]}";
  }
}
