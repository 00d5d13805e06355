package io.murmuration.central.subcloud.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteValuesTest {
  private static final String PART = "bootstrap_values";

  @Test
  void aFileOfTheLimitIsReadAndOneByteMoreIsNotLookedAt() {
    var head = "name: edge\n#";
    var largest = head + "x".repeat(SiteValues.MOST_BYTES - head.length());

    assertThat(SiteValues.read(PART, largest).text("name")).contains("edge");
    var refused = SiteValues.read(PART, largest + "{");
    assertThat(refused.readable()).isFalse();
    assertThat(refused.problems())
        .singleElement()
        .extracting(Problem::text)
        .isEqualTo(PART + ": 262145 bytes (expected: at most 262144 bytes)");
  }

  @Test
  void aSyntaxErrorIsToldWithLineAndColumn() {
    var problem = onlyProblem("name: edge\nsystem_mode: [simplex\nlocation: here\n");

    assertThat(problem.field()).isEqualTo(PART);
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.column()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only this\n",
        "null",
        "- a\n- b\n",
        "just text",
        "a: 1\n---\nb: 2\n",
        "\u0001"
      })
  void whatIsNoMappingIsOneProblem(String text) {
    assertThat(onlyProblem(text).field()).isEqualTo(PART);
    assertThat(SiteValues.read(PART, text).readable()).isFalse();
  }

  @Test
  void bytesThatAreNoUtf8AreOneProblem() {
    var values = SiteValues.read(PART, "name: é".getBytes(ISO_8859_1));

    assertThat(values.problems()).extracting(Problem::expected).containsExactly("UTF-8");
  }

  @Test
  void aKeyGivenTwiceIsAMistakeAndNeverShowsASecret() {
    var problem = onlyProblem("admin_password: first\nadmin_password: hunter2\n");

    assertThat(problem.field()).isEqualTo("admin_password");
    assertThat(problem.text()).contains("line 2").doesNotContain("hunter2");
  }

  @Test
  void nullCountsAsNotGivenButIsSeen() {
    var values = SiteValues.read(PART, "name:\nlocation: ~\n");

    assertThat(values.field("name")).isEmpty();
    assertThat(values.written("location").map(Field::shape)).contains(Field.Shape.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "4, WHOLE_NUMBER",
    "'\"4\"', TEXT",
    "4.5, OTHER_SCALAR",
    "0x10, OTHER_SCALAR",
    "true, OTHER_SCALAR",
    "[4], COLLECTION",
    "2026-04-01, OTHER_SCALAR"
  })
  void theShapeOfAValueIsWhatYamlMakesOfIt(String value, Field.Shape shape) {
    var values = SiteValues.read(PART, "key: " + value + "\n");

    assertThat(values.field("key").map(Field::shape)).contains(shape);
  }

  @Test
  void aFormFieldHidesTheFilesKeyAndHasNoPlace() {
    var values = SiteValues.read(PART, "name: file\n").under(Map.of("name", "form"));

    assertThat(values.text("name")).contains("form");
    assertThat(values.problem("name", "x").line()).isNull();
    assertThat(values.json().get("name").asText()).isEqualTo("file");
  }

  @Test
  void secretsOfAnyDepthAreMaskedOrRemoved() {
    var json =
        SiteValues.read(
                PART,
                """
                name: edge
                admin_password: hunter2
                docker_registries:
                  - {url: r.example, Password: hunter2}
                etcd_root_ca_key: hunter2
                """)
            .json();

    assertThat(Secrets.removed(json).toString())
        .isEqualTo("{\"name\":\"edge\",\"docker_registries\":[{\"url\":\"r.example\"}]}");
    assertThat(Secrets.masked(json).toString())
        .contains("admin_password", "Password", Secrets.MASK)
        .doesNotContain("hunter2");
    assertThat(json.toString()).contains("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"dGVzdHBhc3M=, true", "fake, false", "'', false", "'###', false", "w6k=, true"})
  void aPasswordIsBase64OfUtf8(String text, boolean right) {
    assertThat(Secrets.isBase64(text)).isEqualTo(right);
  }

  @Test
  void nothingOfTheValuesIsInTheirText() {
    var values = SiteValues.read(PART, "admin_password: hunter2\n");

    assertThat(values.toString()).doesNotContain("hunter2");
    assertThat(values.problem("admin_password", "x").text()).doesNotContain("hunter2");
  }

  private static Problem onlyProblem(String text) {
    var problems = SiteValues.read(PART, text).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }
}
