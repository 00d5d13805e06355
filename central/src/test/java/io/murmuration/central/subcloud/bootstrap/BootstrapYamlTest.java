package io.murmuration.central.subcloud.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapYamlTest {
  @Test
  void aSyntaxErrorIsToldWithLineAndColumn() {
    var problem = onlyProblem("name: edge\nsystem_mode: [simplex\nlocation: here\n");

    assertThat(problem.field()).isEqualTo("bootstrap_values");
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
    assertThat(onlyProblem(text).field()).isEqualTo("bootstrap_values");
  }

  @Test
  void aKeyGivenTwiceIsAMistakeAndNeverShowsASecret() {
    var problem = onlyProblem("admin_password: first\nadmin_password: hunter2\n");

    assertThat(problem.text()).contains("line 2").doesNotContain("hunter2");
  }

  @Test
  void aDocumentThatGrowsByAliasesIsRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(BootstrapYaml.read(bomb.toString()).problems()).isNotEmpty();
  }

  @Test
  void anAliasInsideItselfIsRefused() {
    assertThat(BootstrapYaml.read("a: &a [*a]\n").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.given()).contains("alias"));
  }

  @Test
  void nullCountsAsNotGiven() {
    assertThat(BootstrapYaml.read("name:\nlocation: ~\n").fields()).isEmpty();
  }

  @Test
  void whatIsSavedHoldsNoPasswordAtAnyDepth() {
    var saved =
        BootstrapYaml.read(
                """
                name: edge
                admin_password: hunter2
                docker_registries:
                  defaults: {username: u, password: hunter2}
                dns_servers: [8.8.8.8]
                wipe: true
                """)
            .saved();

    assertThat(saved)
        .hasToString(
            """
            {"name":"edge","docker_registries":{"defaults":{"username":"u"}},\
            "dns_servers":["8.8.8.8"],"wipe":true}\
            """);
  }

  @Test
  void valuesAreNotPrinted() {
    assertThat(BootstrapYaml.read("admin_password: hunter2\n").toString())
        .doesNotContain("hunter2");
  }

  private static Problem onlyProblem(String text) {
    var problems = BootstrapYaml.read(text).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }
}
