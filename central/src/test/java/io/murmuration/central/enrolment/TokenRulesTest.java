package io.murmuration.central.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRulesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void oneSubcloudByNameOrId() throws Exception {
    assertThat(order("{'subcloud':'edge7'}").target())
        .isEqualTo(new Target.Subclouds(List.of("edge7")));
    assertThat(order("{'subcloud':12}").target()).isEqualTo(new Target.Subclouds(List.of("12")));
  }

  @Test
  void manySubcloudsOnceEach() throws Exception {
    assertThat(order("{'subclouds':['a',2,'a','2']}").target())
        .isEqualTo(new Target.Subclouds(List.of("a", "2")));
  }

  @Test
  void groupAndItsValidity() throws Exception {
    assertThat(order("{'group':'Default','valid-for':'P7D'}"))
        .isEqualTo(new TokenOrder(new Target.Group("Default"), Duration.ofDays(7)));
    assertThat(order("{'group':1}").validFor()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void eachMistakeIsToldWithFieldValueAndExpectation() {
    assertThatThrownBy(() -> order("{'subclouds':['a',true,''],'valid-for':'PT59S','x':1}"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.error().detail())
                    .contains("subclouds[1]: true (expected: an id or a name)")
                    .contains("subclouds[2]: \"\" (expected: an id or a name)")
                    .contains("valid-for: \"PT59S\" (expected: an ISO 8601 duration from PT1M")
                    .contains("x: unknown field"));
  }

  @Test
  void refusesEverythingElse() {
    assertRefused("[]", "body: [] (expected: a JSON object)");
    assertRefused("{}", "body: no target (expected: exactly one of subcloud, subclouds, group)");
    assertRefused("{'group':'a','subcloud':'b'}", "body: group and subcloud");
    assertRefused("{'group':{}}", "group: {} (expected: an id or a name)");
    assertRefused("{'group':null}", "group: null");
    assertRefused("{'subcloud':1.5}", "subcloud: 1.5");
    assertRefused("{'subclouds':[]}", "subclouds: 0 entries");
    assertRefused("{'subclouds':'a'}", "subclouds: \"a\" (expected: a list of 1 to 10000");
    assertRefused("{'group':'a','valid-for':3600}", "valid-for: 3600");
    assertRefused("{'group':'a','valid-for':'P8D'}", "valid-for: \"P8D\"");
    assertRefused("{'group':'a','valid-for':'-PT1H'}", "valid-for: \"-PT1H\"");
    assertRefused("{'group':'a','valid-for':null}", "valid-for: null");
  }

  private static void assertRefused(String body, String problem) {
    assertThatThrownBy(() -> order(body))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(400);
              assertThat(refused.error().detail()).contains(problem);
            });
  }

  private static TokenOrder order(String body) throws JsonProcessingException {
    return TokenRules.order(JSON.readTree(body.replace('\'', '"')));
  }
}
