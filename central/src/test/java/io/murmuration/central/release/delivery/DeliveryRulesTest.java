package io.murmuration.central.release.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryRulesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void sitesMayBeginForAWeekUnlessToldOtherwise() throws Exception {
    assertThat(order("{'subcloud':'edge7'}"))
        .isEqualTo(new DeliveryOrder(new Target.Subclouds(List.of("edge7")), Duration.ofDays(7)));
    assertThat(order("{'group':1,'start-within':'P90D'}"))
        .isEqualTo(new DeliveryOrder(new Target.Group("1"), Duration.ofDays(90)));
  }

  @Test
  void eachMistakeIsToldWithFieldValueAndExpectation() {
    assertRefused(
        "{'group':'','start-within':'P91D','x':1}",
        "x: unknown field (expected: subcloud, subclouds, group or start-within)",
        "start-within: \"P91D\" (expected: an ISO 8601 duration from PT1M to P90D, as in P7D)",
        "group: \"\" (expected: an id or a name)");
  }

  @Test
  void whatIsRepeatedFromTheBodyIsShortened() {
    var kept = "n".repeat(64);
    assertRefused(
        "{'subcloud':'edge7','%s':1}".formatted("n".repeat(10_000)), kept + "…: unknown field");
    assertRefused(
        "{'subcloud':'%s'}".formatted("n".repeat(10_000)),
        "subcloud: \"" + kept.substring(1) + "… (expected: an id or a name)");
  }

  private static void assertRefused(String body, String... problems) {
    assertThatThrownBy(() -> order(body))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(400);
              assertThat(refused.error().detail()).containsSubsequence(problems);
            });
  }

  private static DeliveryOrder order(String body) throws JsonProcessingException {
    return DeliveryRules.order(JSON.readTree(body.replace('\'', '"')));
  }
}
