package io.murmuration.agent.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.murmuration.agent.release.ArtefactSource.BrokenException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FetchStreamTest {
  private static boolean isForGood(Status status, boolean outlived) throws Exception {
    // never asked for a connection
    var channel = ManagedChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();
    try (var stream = new FetchStream(channel, Duration.ofSeconds(1), () -> outlived)) {
      stream.onClose(status, new Metadata());
      stream.next();
      throw new AssertionError("not broken");
    } catch (BrokenException e) {
      return e.isForGood();
    }
  }

  @Test
  void aRefusalIsFinalUnlessTheCertificateWasRenewedMeanwhile() throws Exception {
    assertThat(isForGood(Status.PERMISSION_DENIED, false)).isTrue();
    assertThat(isForGood(Status.PERMISSION_DENIED, true)).isFalse();
    assertThat(isForGood(Status.INVALID_ARGUMENT, true)).isTrue();
    assertThat(isForGood(Status.UNAVAILABLE, false)).isFalse();
  }
}
