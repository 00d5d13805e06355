package io.murmuration.central.testing.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Notes which test sees what, and at the very end of the run holds the classes that ran whole to
 * what {@code docs/contract-coverage.md} says that they show. Registered for every test class of
 * every module that has these fixtures.
 */
public final class CoverageExtension implements BeforeEachCallback, AfterEachCallback {
  private static final Path NOTES = Path.of("target", "contract-coverage");

  @Override
  public void beforeEach(ExtensionContext context) {
    Coverage.begin(
        context.getRequiredTestClass().getSimpleName()
            + "#"
            + context.getRequiredTestMethod().getName());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Coverage.end();
    var run = run(context);
    var test = context.getRequiredTestClass();
    if (context.getExecutionException().isEmpty()) {
      run.passed(test, context.getRequiredTestMethod().getName());
    } else {
      run.failed(test);
    }
  }

  /** JUnit closes it after the last class. */
  private static CoverageRun run(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(CoverageExtension.class))
        .getOrComputeIfAbsent(
            CoverageRun.class,
            _ -> new CoverageRun(CoverageTable.checkedIn(), Coverage::of, NOTES),
            CoverageRun.class);
  }
}
