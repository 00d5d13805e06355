package io.murmuration.central.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.api.RefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryReaderTest {
  private static final List<String> NAMES = List.of("colour", "limit", "marker", "name");

  @Test
  void emptyCountsAsNotGiven() {
    var reader = reader(Map.of("limit", "", "marker", "", "name", ""));

    assertThat(reader.limit(100, 1_000)).isEqualTo(100);
    assertThat(reader.number("marker", "a marker")).isNull();
    assertThat(reader.text("name", 3)).isNull();
    assertThat(reader.oneOf("colour", List.of("red"))).isNull();
    assertThat(reader.orRefuse("all right")).isEqualTo("all right");
  }

  @Test
  void boundsBelongToWhatIsTaken() {
    assertThat(reader(Map.of("limit", "1")).limit(100, 1_000)).isEqualTo(1);
    assertThat(reader(Map.of("limit", "1000")).limit(100, 1_000)).isEqualTo(1_000);
    assertThat(reader(Map.of("name", "abc")).text("name", 3)).isEqualTo("abc");
    assertThat(reader(Map.of("marker", "999999999999999999")).number("marker", "a marker"))
        .isEqualTo(999_999_999_999_999_999L);
  }

  @Test
  void everyMistakeIsToldAtOnceUnknownParametersFirst() {
    var reader =
        reader(
            Map.of(
                "name", "abcd", "limit", "1001", "marker", "-1", "colour", "blue", "z", "", "a",
                "1"));
    reader.limit(100, 1_000);
    reader.number("marker", "a marker");
    reader.text("name", 3);
    reader.oneOf("colour", List.of("red", "green"));

    assertThatThrownBy(() -> reader.orRefuse("never"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(400);
              assertThat(refused.error().detail())
                  .containsSubsequence(
                      "a: unknown parameter (expected: one of [colour, limit, marker, name])",
                      "z: unknown parameter",
                      "limit: 1001 (expected: an integer from 1 to 1000)",
                      "marker: -1 (expected: a marker)",
                      "name: abcd (expected: 1 to 3 characters, none a control)",
                      "colour: blue (expected: one of [red, green])");
            });
  }

  @Test
  void numbersThatNoLongHoldsAreMistakesToo() {
    var reader = reader(Map.of("limit", "9".repeat(30), "marker", "9".repeat(30)));

    assertThat(reader.limit(100, 1_000)).isEqualTo(100);
    assertThat(reader.number("marker", "a marker")).isNull();
    assertThatThrownBy(() -> reader.orRefuse("never")).isInstanceOf(RefusedException.class);
  }

  private static QueryReader reader(Map<String, String> queries) {
    return new QueryReader(queries, NAMES);
  }
}
