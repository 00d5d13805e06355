package io.murmuration.central.release.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.sync.model.SubcloudId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How one fetch ends that never comes to its first byte. */
@Timeout(60)
class FetchCallTest {
  private static final FetchRequest REQUEST =
      FetchRequest.newBuilder().setArtefact(ByteString.copyFrom(new byte[32])).build();

  @TempDir private Path directory;
  private Vault vault;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> bugs = new ArrayList<>();
  private final Call call = new Call();
  private int left;

  /** Notes how it is closed. */
  private static final class Call extends ServerCall<FetchRequest, FetchChunk> {
    private volatile @Nullable Status status;
    private Metadata trailers = new Metadata();

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(FetchChunk chunk) {}

    @Override
    public void close(Status closed, Metadata last) {
      status = closed;
      trailers = last;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<FetchRequest, FetchChunk> getMethodDescriptor() {
      return AgentGatewayGrpc.getFetchMethod();
    }
  }

  @BeforeEach
  void openTheVault() throws Exception {
    vault = Vault.open(directory.resolve("vault"), new Vault.Limits(1L << 20, 0), UUID::randomUUID);
  }

  private Fetch fetch(Duration patience, FetchGrants grants) {
    var limits = new FetchLimits(0, 0, 2, patience);
    var world =
        new FetchHandler.World(
            () -> 1, System::nanoTime, FetchMetrics.NONE, (where, _) -> bugs.add(where));
    var services =
        new FetchServices(
            limits,
            new VerifiedFiles(vault, threads),
            grants,
            new Pace(limits, world.nodes(), world.nanoTime()),
            world);
    var identity = new AgentIdentity(new SubcloudId(7), new UUID(1, 2), "ab".repeat(16));
    return new Fetch(call, identity, services, () -> left++);
  }

  /** Until its thread is through. */
  private void ended() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatTheDiskSaysIsForTheLogAndNotForThePeer() throws Exception {
    var digest = new Sha256("00".repeat(32));
    Files.createDirectories(vault.place(digest)); // of the right size, and no file
    var content = new Content(digest, Files.size(vault.place(digest)));
    var fetch = fetch(Duration.ofHours(1), (_, _) -> Optional.of(content));
    fetch.start(threads);
    fetch.onMessage(REQUEST);
    fetch.onHalfClose();
    await().until(() -> call.status != null); // reading takes a thread too
    ended();
    assertThat(status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status().getDescription())
        .isEqualTo("this node cannot read the artefact; the hub's log has the reason");
  }

  private Status status() {
    return call.status == null ? Status.UNKNOWN : call.status;
  }

  @Test
  void aPeerThatGoesBetweenItsRequestAndTheEndOfItGivesItsPlaceBackOnce() throws Exception {
    var fetch = fetch(Duration.ofHours(1), (_, _) -> Optional.empty());
    fetch.start(threads);
    fetch.onMessage(REQUEST);
    fetch.onCancel();
    ended();
    assertThat(left).isOne();
  }

  @Test
  void aPeerThatGoesBeforeItsRequestGivesItsPlaceBackOnce() throws Exception {
    var fetch = fetch(Duration.ofHours(1), (_, _) -> Optional.empty());
    fetch.start(threads);
    fetch.onCancel();
    ended();
    assertThat(left).isOne();
  }

  @Test
  void aPeerThatNeverAsksIsEnded() throws Exception {
    fetch(Duration.ofMillis(1), (_, _) -> Optional.empty()).start(threads);
    ended();
    assertThat(status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(left).isOne();
  }

  @Test
  void aNodeThatStopsGivesThePlaceBack() {
    threads.shutdown();
    fetch(Duration.ofHours(1), (_, _) -> Optional.empty()).start(threads);
    assertThat(status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(left).isOne();
  }

  private void asked(RuntimeException failure) throws InterruptedException {
    var fetch =
        fetch(
            Duration.ofHours(1),
            (_, _) -> {
              throw failure;
            });
    fetch.start(threads);
    fetch.onMessage(REQUEST);
    fetch.onHalfClose();
    ended();
    assertThat(left).isOne();
  }

  @Test
  void aDatabaseThatIsAwayIsNoBugAndThePeerComesAgain() throws Exception {
    asked(new DataAccessException("no connection", new SQLTransientConnectionException()));
    assertThat(bugs).isEmpty();
    assertThat(status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call.trailers.get(FetchHandler.RETRY_AFTER_MS)).isEqualTo("30000");
  }

  @Test
  void aBugIsReportedUnderAFixedName() throws Exception {
    asked(new IllegalStateException("a bug of this test"));
    assertThat(bugs).containsExactly("fetch");
    assertThat(status().getCode()).isEqualTo(Status.Code.INTERNAL);
  }
}
