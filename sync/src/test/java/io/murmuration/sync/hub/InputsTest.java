package io.murmuration.sync.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputsTest {
  private static final Inputs UNMANAGED = new Inputs(7, false, true, null);

  @ParameterizedTest
  @EnumSource
  void ofAnUnmanagedSubcloudOnlyTheAdminEndpointsCertificateIsKept(Kind kind) {
    assertThat(UNMANAGED.of(kind).managed()).isEqualTo(kind == Kind.DC_CERT);
    assertThat(UNMANAGED.of(kind).generation()).isEqualTo(7);
    assertThat(new Inputs(7, true, false, "held").of(kind))
        .isEqualTo(new Inputs(7, true, false, "held"));
  }
}
