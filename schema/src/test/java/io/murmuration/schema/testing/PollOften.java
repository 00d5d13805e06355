package io.murmuration.schema.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that wait for a condition look each 10 ms, not each 100 ms as Awaitility does unless told:
 * a module's tests wait many hundred times. Named in the services of the test resources.
 */
public final class PollOften implements BeforeAllCallback {
  private static final Duration STEP = Duration.ofMillis(10);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(STEP);
  }
}
