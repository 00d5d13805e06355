package io.murmuration.central.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds each test to what {@code docs/contract-coverage.md} says that it shows, and leaves a note
 * of what it did show for {@link CoverageTable}. Registered for every test class of every module
 * that has these fixtures.
 */
public final class CoverageExtension
    implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Path NOTES = Path.of("target", "contract-coverage");

  private final Set<String> passed = new HashSet<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    Coverage.begin(test(context));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Coverage.end();
    if (context.getExecutionException().isEmpty()) {
      passed.add(test(context));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    var name = context.getRequiredTestClass().getSimpleName();
    var seen = Coverage.of(name);
    if (!seen.isEmpty()) {
      Files.createDirectories(NOTES);
      Files.write(
          NOTES.resolve(name + ".tsv"),
          seen.stream()
              .map(r -> String.join("\t", r.path(), r.method(), "" + r.status(), r.test()))
              .toList());
    }
    List<String> missing =
        CoverageTable.checkedIn().stream()
            .filter(row -> passed.contains(row.test()) && !seen.contains(row))
            .map(row -> row.answer() + " by " + row.test())
            .toList();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          CoverageTable.FILE
              + " names tests that did not see these answers: "
              + String.join(", ", missing));
    }
  }

  private static String test(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "#"
        + context.getRequiredTestMethod().getName();
  }
}
