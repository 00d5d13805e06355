package io.murmuration.central.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentTextTest {
  @Test
  void controlCharactersAreReplaced() {
    assertThat(AgentText.of("a\u0000b\nc\td\u007fe\u0085", 100)).isEqualTo("a�b�c�d�e�");
  }

  @Test
  void otherCharactersStay() {
    assertThat(AgentText.of("Grün, 緑, \uD83D\uDFE2", 100)).isEqualTo("Grün, 緑, \uD83D\uDFE2");
  }

  @Test
  void halfACharacterIsReplaced() {
    assertThat(AgentText.of("a\uD83Db", 100)).isEqualTo("a�b");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(AgentText.of("ab", 2)).isEqualTo("ab");
    assertThat(AgentText.of("a\uD83D\uDFE2b", 2)).isEqualTo("a\uD83D\uDFE2…");
    assertThat(AgentText.of("x".repeat(1 << 20), 500)).hasSize(501);
  }
}
