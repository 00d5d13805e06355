package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.malformed.Malformed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid requests with one thing wrong in each, by chance. */
class MalformedIT {
  private static final int REQUESTS = 10_000;
  private static final long SEED = 20_260_401;

  @Test
  void everyWrongRequestIsRefusedForAReasonAndStoresNothing(@TempDir Path dir) throws Exception {
    try (var malformed = Malformed.start(dir)) {
      var result = malformed.run(REQUESTS, SEED);
      assertThat(result.failures()).isEmpty();
      assertThat(result.reasons()).hasSizeGreaterThanOrEqualTo(40);
    }
  }
}
