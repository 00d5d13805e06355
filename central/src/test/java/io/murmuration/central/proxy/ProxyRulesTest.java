package io.murmuration.central.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.proxy.ProxiedService.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
  @ParameterizedTest
  @CsvSource({
    "SYSINV, POST, /v1/certificate/certificate_install, 200, PLATFORM",
    "SYSINV, DELETE, /v1/certificate/7a, 204, PLATFORM",
    "SYSINV, PATCH, /v1/iuser/7a, 200, PLATFORM",
    "SYSINV, POST, /v1/device_images, 200, SOFTWARE",
    "IDENTITY, POST, /v3/users, 201, IDENTITY",
    "IDENTITY, POST, /v3/users/, 201, IDENTITY",
    "IDENTITY, PATCH, /v3/projects/7a, 200, IDENTITY",
    "IDENTITY, POST, /v3/users/7a/password, 204, IDENTITY",
    "IDENTITY, PUT, /v3/groups/7a/users/8b, 204, IDENTITY",
    "IDENTITY, DELETE, /v3/projects/7a/groups/8b/roles/9c, 204, IDENTITY",
    "IDENTITY, DELETE, /v3/auth/tokens, 204, IDENTITY",
    "USM, POST, /v1/release, 200, SOFTWARE",
    "USM, DELETE, /v1/release/starlingx-10.0.1, 200, SOFTWARE",
  })
  void aChangeThatConcernsTheFleetIsNoticed(
      ProxiedService service, String method, String path, int status, Source source) {
    assertThat(ProxyRules.concerns(service, method, path, status)).contains(source);
  }

  @ParameterizedTest
  @CsvSource({
    "SYSINV, GET, /v1/certificate, 200",
    "SYSINV, POST, /v1/certificate/certificate_install, 201",
    "SYSINV, PATCH, /v1/ihosts/7a, 200",
    "IDENTITY, GET, /v3/users, 200",
    "IDENTITY, POST, /v3/auth/tokens, 201",
    "IDENTITY, POST, /v3/users/7a/credentials, 201",
    "USM, GET, /v1/release, 200",
  })
  void whatConcernsNobodyIsNot(ProxiedService service, String method, String path, int status) {
    assertThat(ProxyRules.concerns(service, method, path, status)).isEmpty();
  }

  @Test
  void aCallThatFailedChangedNothing() {
    for (int status : new int[] {300, 400, 401, 403, 404, 409, 500, 503}) {
      assertThat(ProxyRules.concerns(ProxiedService.IDENTITY, "POST", "/v3/users", status))
          .isEmpty();
    }
  }
}
