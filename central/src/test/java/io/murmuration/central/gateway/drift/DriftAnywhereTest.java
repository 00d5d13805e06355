package io.murmuration.central.gateway.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.sync.model.SubcloudId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reaches the port of the nodes may ask and answer: nothing of it may be a fault. */
final class DriftAnywhereTest {
  private static final SubcloudId ID = new SubcloudId(7);
  private static final DriftReport NOWHERE = new DriftReport.NotConnected();
  private static final DriftReport FOUND =
      new DriftReport.Json(JsonNodeFactory.instance.objectNode().put("id", 7));

  @Test
  void theReportOfTheNodeThatHoldsTheStreamIsGiven() {
    var holder = new DriftAnywhere(id -> id.equals(ID) ? FOUND : NOWHERE, _ -> Optional.empty());
    var asking = new DriftAnywhere(_ -> NOWHERE, holder::answer);
    assertThat(asking.of(ID)).isEqualTo(FOUND);
    assertThat(asking.of(new SubcloudId(8))).isEqualTo(NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "[]", "null", "{", "\"text\""})
  void anAnswerThatIsNoReportIsNone(String answer) {
    var asking = new DriftAnywhere(_ -> NOWHERE, _ -> Optional.of(answer));
    assertThat(asking.of(ID)).isEqualTo(NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"drift", "drift ", "drift 0", "drift -7", "drift 7 ", "drift 99999999999", "7"})
  void aQuestionThatIsNoneIsNotAnswered(String question) {
    assertThat(new DriftAnywhere(_ -> FOUND, _ -> Optional.empty()).answer(question)).isEmpty();
  }
}
