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
import java.util.Set;
import java.util.TreeSet;
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

  private static final Pattern TEST =
      Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory|ArchTest)\\b");

  private static final Pattern DISABLED = Pattern.compile("@(Disabled|Enabled)\\w*");

  /**
   * The contract's §9.2, row by row and in its order, and the rows of {@code docs/resources.md}
   * that say which test shows it.
   */
  private static final String PRESERVED =
      """
      FIFO per subcloud and endpoint, dependency order = dependency order | order, and what waits
      initial sync: identity ids before fernet = identity ids before fernet keys | initial sync: ids before fernet keys
      fernet redistribution after offline, coherent rotation = fernet keys after being offline
      same ids on all sites = same ids everywhere; a changed id cascades in one transaction
      id rename cascades in one transaction = same ids everywhere; a changed id cascades in one transaction
      exempt users and roles by name = exempt users and roles
      never delete subcloud-only objects = objects of the site's own stay
      unmanaged resources skipped = unmanaged is skipped; `dc-cert` is kept
      exact hash rows, never re-hashed = exact hashes, with history
      admin: keyring, then exact hash rows = keyring before the rows of `admin`
      password history rows = password history
      idempotent apply, replays harmless = idempotent, replays harmless
      audit as safety net for out-of-band changes = drift | audit as safety net
      mapping with natural key = natural key when ids differ
      N-1/N-2: absent field is not an empty one = an absent field is not an empty one (N−2) | absent is not empty (N−2)
      expired certificate: fail once = expired certificate: once, in words
      offline rule = offline after two failures, online after one success
      offline or unmanaged: unknown; dc-cert; secondary = offline or unmanaged: unknown, `dc-cert` kept; a secondary stays unknown
      in-sync only when online and managed = in-sync only of what is online and managed
      first identity sync gate = first identity sync before other audits
      strategy exclusion = a software deployment forces out-of-sync
      fernet-only pending not alarmable = fernet keys that only wait are not alarmed
      alarm set and clear idempotent = alarms raised and cleared once, and never left over
      report suppressed if unchanged = what did not change is not told again; what is told heals
      secrets = no secrets in words | secrets
      revocation: events first, caches flushed = revocations first, and once | token caches are flushed
      crash safety = crash safety | crash safety, no lost wake-up
      failure of one sub-check = failure of one check, of one site
      failure isolation between subclouds = failure of one check, of one site
      certificates: new key, mass re-issue pacing = a new key with each renewal, and pacing of certificates
      leader change = another node takes a duty: nothing lost, nothing twice
      """;

  /** In place of a test: what is refused in words, and what Keystone itself never does. */
  private static final Set<String> NO_TEST = Set.of("refused", "never changes");

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
      if (!isRun(last)) {
        missing.add(last);
      } else if (method != null && !has(last, method)) {
        missing.add(last + "." + method);
      }
    }
    return missing;
  }

  /** Whether it is there, with tests of its own or of its superclass, and is not disabled. */
  private static boolean isRun(String test) {
    var source = sources.getOrDefault(test, "");
    int begin = source.indexOf("class " + test);
    if (begin < 0 || DISABLED.matcher(source.substring(0, begin)).find()) {
      return false;
    }
    var parent = SUPERCLASS.matcher(source);
    return TEST.matcher(source).find() || (parent.find() && isRun(parent.group(1)));
  }

  /** Whether the method is a test that is run. */
  private static boolean has(String test, String method) {
    var source = sources.getOrDefault(test, "");
    int at = source.indexOf("void " + method + "(");
    if (at >= 0) {
      var annotations = source.substring(source.lastIndexOf("\n\n", at), at);
      return TEST.matcher(annotations).find() && !DISABLED.matcher(annotations).find();
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
  void everyRowOfTheContractsNineTwoHasRowsHereAndEachNamesATestThatShowsIt() {
    var rows = rows("| what the contract's §9.2 preserves |", "What the contract's §9.2 preserves");
    assertThat(rows).allSatisfy(row -> assertThat(NAME.matcher(row).find()).as(row).isTrue());
    var requirements = PRESERVED.lines().map(line -> line.split(" = ")).toList();
    assertThat(requirements).as("rows of the contract's table").hasSize(31);
    var expected =
        requirements.stream().flatMap(line -> Stream.of(line[1].split(" \\| "))).toList();
    assertThat(rows.stream().map(DocumentedTestsTest::head))
        .hasSameElementsAs(new TreeSet<>(expected));
  }

  private static String head(String row) {
    return row.split("\\|")[1].strip();
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
              assertThat(NAME.matcher(cell).find() || NO_TEST.contains(cell.strip()))
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
