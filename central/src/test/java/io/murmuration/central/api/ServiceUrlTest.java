package io.murmuration.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceUrlTest {
  @ParameterizedTest
  @CsvSource({
    "hub.example, http://hub.example:8119",
    "192.0.2.7, http://192.0.2.7:8119",
    "2001:db8::7, http://[2001:db8::7]:8119",
    "[2001:db8::7], http://[2001:db8::7]:8119",
    "fe80::1%eth0, http://[fe80::1]:8119",
    "0.0.0.0, http://[2001:db8::9]:8119",
    "'::', http://[2001:db8::9]:8119",
  })
  void clientsCanGoThere(String host, String url) {
    assertThat(ServiceUrl.http(host, 8119).seenBy("2001:db8::9").text()).isEqualTo(url);
  }

  @Test
  void theSchemeStays() {
    assertThat(new ServiceUrl("https", "::", 443).seenBy("hub").text())
        .isEqualTo("https://hub:443");
  }
}
