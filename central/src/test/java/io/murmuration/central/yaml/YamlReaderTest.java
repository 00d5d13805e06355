package io.murmuration.central.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bombs must be refused after a bounded number of steps; the time limit is for a hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class YamlReaderTest {
  @Test
  void eachValueKnowsWhatItIsAndWhereItStood() {
    var root =
        root(
            """
            text: "a\\tb"
            whole: -12
            octal: 010
            fraction: 1.5
            truth: Yes
            nothing: ~
            date: 2024-02-30
            list: [x, 7]
            """);
    var fields = ((YamlNode.Fields) root).fields();
    assertThat(fields)
        .containsExactly(
            entry("text", new YamlNode.Text("a\tb", new Place(1, 7))),
            entry("whole", new YamlNode.Whole(-12, "-12", new Place(2, 8))),
            entry("octal", new YamlNode.OtherNumber("010", new Place(3, 8))),
            entry("fraction", new YamlNode.OtherNumber("1.5", new Place(4, 11))),
            entry("truth", new YamlNode.Truth(true, "Yes", new Place(5, 8))),
            entry("nothing", new YamlNode.Nothing("~", new Place(6, 10))),
            entry("date", new YamlNode.Other("2024-02-30", new Place(7, 7))),
            entry(
                "list",
                new YamlNode.Elements(
                    List.of(
                        new YamlNode.Text("x", new Place(8, 8)),
                        new YamlNode.Whole(7, "7", new Place(8, 11))),
                    new Place(8, 7))));
  }

  @Test
  void aliasIsTheValueOfItsAnchor() {
    var fields = ((YamlNode.Fields) root("a: &x [1]\nb: *x\n")).fields();
    assertThat(fields.get("b")).isEqualTo(fields.get("a"));
  }

  @Test
  void textWithoutContentIsNothing() {
    assertThat(root("")).isInstanceOf(YamlNode.Nothing.class);
    assertThat(root("# only a comment\n")).isInstanceOf(YamlNode.Nothing.class);
  }

  @Test
  void keysGivenTwiceAreAllNamedAndTheFirstCounts() {
    var read = (YamlDocument.Read) YamlReader.read("a: 1\nb:\n  - {c: 1, c: 2}\na: 2\n");
    assertThat(read.mistakes())
        .containsExactly(
            new YamlMistake("b[0].c", "given twice", "each field once", new Place(3, 12)),
            new YamlMistake("a", "given twice", "each field once", new Place(4, 1)));
    assertThat(((YamlNode.Fields) read.root()).fields().get("a"))
        .isEqualTo(new YamlNode.Whole(1, "1", new Place(1, 4)));
  }

  @Test
  void keyThatIsNoTextIsNamed() {
    var read = (YamlDocument.Read) YamlReader.read("a: {? [x] : 1}\n");
    assertThat(read.mistakes())
        .containsExactly(
            new YamlMistake("a", "a key that is no text", "text keys", new Place(1, 7)));
  }

  @Test
  void mistakesAreNamedUpToABound() {
    var read = (YamlDocument.Read) YamlReader.read("a: 1\n".repeat(1_000));
    assertThat(read.mistakes()).hasSize(YamlReader.MOST_MISTAKES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"items: &a [*a, *a]", "&a {x: *a, y: *a}", "&a [[[*a]]]"})
  void aliasInsideItsOwnAnchorIsRefused(String text) {
    assertThat(refused(text).given()).isEqualTo("an alias inside its own anchor");
  }

  @Test
  void fewAliasesCannotMakeAForestOfValues() {
    var text = new StringBuilder("- &a0 [x, x, x]\n");
    for (int i = 1; i <= 16; i++) {
      text.append("- &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i - 1, i - 1, i - 1));
    }
    assertThat(refused(text.toString()).given()).isEqualTo("too many values, aliases followed");
  }

  @Test
  void manyAliasesAreRefused() {
    assertThat(refused("a: &x [1]\nb: [" + "*x, ".repeat(51) + "1]").place())
        .isEqualTo(Place.START);
  }

  @Test
  void depthIsBoundedWithAndWithoutAliases() {
    refused("[".repeat(10_000));
    refused("{a: ".repeat(33) + "}".repeat(33));
    var half = "[".repeat(20) + "%s" + "]".repeat(20);
    assertThat(refused("- &a " + half.formatted("1") + "\n- " + half.formatted("*a")).given())
        .isEqualTo("nested too deeply");
  }

  @Test
  void longKeysDoNotMakeManyValuesExpensive() {
    var key = "k".repeat(100_000);
    var read = root("{? \"" + key + "\" : [" + "1,".repeat(150_000) + "1]}");
    assertThat(read).isInstanceOf(YamlNode.Fields.class);
  }

  @Test
  void brokenTextIsRefusedWithItsPlace() {
    assertThat(refused("a: [1\nb: }").place()).isEqualTo(new Place(2, 2));
    assertThat(refused("a: 1\n---\nb: 2").expected()).isEqualTo("one YAML or JSON document");
  }

  @Test
  void characterThatYamlForbidsIsNamedWithItsPlace() {
    assertThat(refused("a: 1\nb: \u0007"))
        .isEqualTo(
            new YamlMistake(
                "", "the character U+0007", "characters that YAML allows", new Place(2, 4)));
  }

  @Test
  void noMessageAndNoNodeShowsAValueThatMayBeASecret() {
    assertThat(refused("password: *hunter2").toString()).doesNotContain("hunter2");
    assertThat(root("password: hunter2\npin: 4711").toString())
        .doesNotContain("hunter2")
        .doesNotContain("4711");
  }

  private static YamlNode root(String text) {
    return ((YamlDocument.Read) YamlReader.read(text)).root();
  }

  private static YamlMistake refused(String text) {
    return ((YamlDocument.Unreadable) YamlReader.read(text)).mistake();
  }
}
