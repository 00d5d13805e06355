package io.murmuration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents name tests as the proof of what they say: the tests must be there. */
class DocumentedTestsTest {
  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  /** A test class with or without a method, or a further method of the class named last. */
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?|\\.([a-z]+[A-Z]\\w*))`");

  private static final Pattern SUPERCLASS = Pattern.compile("class \\w+ extends (\\w+)");

  private static Map<String, String> sources;

  @BeforeAll
  static void read() throws IOException {
    sources = new HashMap<>();
    try (var files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/test/java/"))
          .forEach(file -> sources.put(name(file), text(file)));
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that a text names and that are not there. */
  private static List<String> missing(String text) {
    var missing = new ArrayList<String>();
    var last = "";
    var names = NAME.matcher(text);
    while (names.find()) {
      last = names.group(1) == null ? last : names.group(1);
      var method = names.group(1) == null ? names.group(3) : names.group(2);
      if (!sources.containsKey(last)) {
        missing.add(last);
      } else if (method != null && !has(last, method)) {
        missing.add(last + "." + method);
      }
    }
    return missing;
  }

  private static boolean has(String test, String method) {
    var source = sources.getOrDefault(test, "");
    if (source.contains("void " + method + "(")) {
      return true;
    }
    var parent = SUPERCLASS.matcher(source);
    return parent.find() && has(parent.group(1), method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resources.md", "ARCHITECTURE.md"})
  void everyTestThatADocumentNamesIsThere(String document) {
    assertThat(missing(text(ROOT.resolve("docs").resolve(document)))).isEmpty();
  }

  @Test
  void everyRowOfWhatIsPreservedNamesATestThatShowsIt() {
    var rows = rows("| what the contract's §9.2 preserves |", "What the contract's §9.2 preserves");
    assertThat(rows).hasSizeGreaterThan(25);
    assertThat(rows).allSatisfy(row -> assertThat(NAME.matcher(row).find()).as(row).isTrue());
  }

  @Test
  void everyCellOfWhatEachTypeComesThroughNamesATest() {
    var rows = rows("| type | created |", "nothing else");
    assertThat(rows).hasSizeGreaterThan(14);
    for (var row : rows) {
      var cells = row.substring(1).split("\\|");
      assertThat(cells).as(row).hasSize(7);
      assertThat(Stream.of(cells).skip(1))
          .allSatisfy(cell ->
              assertThat(NAME.matcher(cell).find() || cell.strip().equals("refused"))
                  .as(row)
                  .isTrue());
    }
  }

  /** Of the tables below these headings or head rows, without their heads. */
  private static List<String> rows(String... above) {
    var rows = new ArrayList<String>();
    int skip = -1;
    for (var line : text(ROOT.resolve("docs").resolve("resources.md")).lines().toList()) {
      if (Stream.of(above).anyMatch(line::contains)) {
        skip = line.startsWith("|") ? 1 : 2;
      } else if (line.startsWith("|") && skip == 0) {
        rows.add(line);
      } else if (line.startsWith("|") && skip > 0) {
        skip--;
      } else if (!line.isBlank()) {
        skip = -1;
      } else if (!rows.isEmpty() && skip == 0) {
        skip = -1;
      }
    }
    return rows;
  }
}
