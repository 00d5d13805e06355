package io.murmuration.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class TimestampFormTest {
  private static final LocalDateTime WHOLE = LocalDateTime.of(2026, 4, 9, 7, 15, 22);
  private static final LocalDateTime MICROS = WHOLE.withNano(104_233_000);

  @Test
  void aWholeSecondIsWrittenWithoutFractionInTheSpaceFormOnly() {
    assertThat(TimestampForm.SPACE.text(WHOLE)).isEqualTo("2026-04-09 07:15:22");
    assertThat(TimestampForm.SPACE.text(MICROS)).isEqualTo("2026-04-09 07:15:22.104233");
    assertThat(TimestampForm.T.text(WHOLE)).isEqualTo("2026-04-09T07:15:22.000000");
    assertThat(TimestampForm.T.text(MICROS)).isEqualTo("2026-04-09T07:15:22.104233");
    assertThat(TimestampForm.T.text(null)).isNull();
  }

  @Test
  void aReferenceIsAnIdExactlyIfItIsDigits() {
    assertThat(ResourceRef.of("12")).isEqualTo(new ResourceRef.ById(12));
    assertThat(ResourceRef.of("edge12")).isEqualTo(new ResourceRef.ByName("edge12"));
    assertThat(ResourceRef.of("99999999999")).isEqualTo(ResourceRef.NONE);
    assertThat(ResourceRef.of("a\0b")).isEqualTo(ResourceRef.NONE);
    assertThat(ResourceRef.of("half \ud800")).isEqualTo(ResourceRef.NONE);
  }
}
