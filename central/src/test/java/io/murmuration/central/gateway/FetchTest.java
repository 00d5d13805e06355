package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.murmuration.central.gateway.GatewayFixture.Site;
import io.murmuration.central.operation.NewOperation;
import io.murmuration.central.operation.OrderedBy;
import io.murmuration.central.operation.Started;
import io.murmuration.central.release.delivery.Deliveries;
import io.murmuration.central.release.fetch.FetchCuts;
import io.murmuration.central.release.fetch.FetchHandler;
import io.murmuration.central.release.fetch.FetchLimits;
import io.murmuration.central.release.fetch.FetchMetrics;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetch at the gateway's listener: who gets what, how fast, and that sessions do not mind. */
@Tag("database")
@Timeout(120)
class FetchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIZE = 3_000_001;
  private static final String RELEASE = "starlingx-26.03.1";

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;
  private FetchHandler fetches;
  private Vault vault;
  private Content content;
  private byte[] bytes;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    vault = Vault.open(directory.resolve("vault"), new Vault.Limits(1L << 30, 0), UUID::randomUUID);
    bytes = new byte[SIZE];
    new SplittableRandom(7).nextBytes(bytes);
    try (var incoming = vault.receive()) {
      incoming.write(bytes);
      content = incoming.finish();
      incoming.keep(content);
    }
    database.execute(
        """
        INSERT INTO release (release_id, sw_version, summary, registered_by)
        VALUES ('%1$s', '26.03.1', '', 'ada');
        INSERT INTO release_file (release_id, name, position, sha256, size)
        VALUES ('%1$s', 'a.patch', 0, '%2$s', %3$d)
        """
            .formatted(RELEASE, content.sha256(), content.size()));
    fetches = handler(new FetchLimits(0, 0, 2, Duration.ofSeconds(2)));
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT, fetches);
    fixture.reader.listen(new FetchCuts(fetches));
  }

  /** The hub starts again. */
  private void serve(FetchLimits limits) throws Exception {
    fixture.close();
    fetches.close();
    fetches = handler(limits);
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT, fetches);
    fixture.reader.listen(new FetchCuts(fetches));
  }

  private FetchHandler handler(FetchLimits limits) {
    return new FetchHandler(
        limits,
        vault,
        new Deliveries(database.database().transactions()),
        new FetchHandler.World(
            () -> 1, System::nanoTime, FetchMetrics.NONE, (_, bug) -> bugs.add(bug)));
  }

  @AfterEach
  void close() throws Exception {
    for (var channel : channels) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    fixture.close();
    fetches.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
    assertThat(bugs).isEmpty();
  }

  /** An open delivery of the release to the site. */
  private OperationId deliver(Site site) {
    var order =
        new NewOperation(
            site.id(),
            "release.load",
            OperationClass.DOWNLOAD,
            Payload.of("{}"),
            false,
            Duration.ofHours(1));
    var id =
        database
            .database()
            .transactions()
            .inTx(tx ->
                ((Started.Ordered)
                        fixture
                            .operations
                            .start(tx, new OrderedBy("ada", "req-1"), List.of(order))
                            .getFirst())
                    .id());
    database.execute(
        "INSERT INTO release_delivery (operation_id, release_id, subcloud_id) VALUES ('%s', '%s', %d)"
            .formatted(new UUID(id.high(), id.low()), RELEASE, site.id().value()));
    return id;
  }

  /** One call; takes nothing by itself. */
  private final class Fetched extends ClientCall.Listener<FetchChunk> {
    private final ClientCall<FetchRequest, FetchChunk> call;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private volatile @Nullable Status status;
    private volatile Metadata trailers = new Metadata();
    private final boolean takes;

    Fetched(Site site, long offset, boolean takes) {
      this(
          site,
          offset,
          takes,
          ByteString.copyFrom(HexFormat.of().parseHex(content.sha256().hex())));
    }

    Fetched(Site site, long offset, boolean takes, ByteString artefact) {
      this.takes = takes;
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", fixture.gateway.port())
              .sslContext(site.tls())
              .overrideAuthority("hub.murmuration")
              .flowControlWindow(64 * 1024)
              .build();
      channels.add(channel);
      call = channel.newCall(AgentGatewayGrpc.getFetchMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.request(1);
      call.sendMessage(FetchRequest.newBuilder().setArtefact(artefact).setOffset(offset).build());
      call.halfClose();
    }

    @Override
    public synchronized void onMessage(FetchChunk chunk) {
      got.writeBytes(chunk.getData().toByteArray());
      if (takes) {
        call.request(1);
      }
    }

    synchronized int size() {
      return got.size();
    }

    synchronized byte[] bytes() {
      return got.toByteArray();
    }

    @Override
    public void onClose(Status closed, Metadata last) {
      trailers = last;
      status = closed;
    }

    Status end() {
      await().atMost(PATIENCE).until(() -> status != null);
      return status == null ? Status.UNKNOWN : status;
    }
  }

  private Status.Code refusal(Site site) {
    return new Fetched(site, 0, true).end().getCode();
  }

  @Test
  void aSiteWithADeliveryGetsTheBytesFromWhereItAsks() throws Exception {
    var site = fixture.site("one");
    deliver(site);
    var whole = new Fetched(site, 0, true);
    assertThat(whole.end().isOk()).isTrue();
    assertThat(whole.bytes()).isEqualTo(bytes);
    assertThat(Thread.getAllStackTraces().keySet()) // which knows no virtual ones
        .as("files are read through by threads that carry nobody else")
        .anyMatch(thread -> thread.getName().startsWith("artefact-reader-"));
    var rest = new Fetched(site, SIZE - 10, true);
    assertThat(rest.end().isOk()).isTrue();
    assertThat(rest.bytes()).isEqualTo(Arrays.copyOfRange(bytes, SIZE - 10, SIZE));
    assertThat(new Fetched(site, SIZE + 1, true).end().getCode())
        .isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void nobodyElseDoes() throws Exception {
    var site = fixture.site("one");
    var other = fixture.site("two");
    deliver(site);
    assertThat(refusal(other)).isEqualTo(Status.Code.PERMISSION_DENIED);
    var unknown = new Fetched(site, 0, true, ByteString.copyFrom(new byte[32]));
    assertThat(unknown.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    fixture.revoke(site);
    assertThat(refusal(site)).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void aRevokedAgentsFetchIsCutWithItsStreamWhateverItWaitsForAndOthersGoOn() throws Exception {
    var patient = Duration.ofMinutes(10);
    serve(new FetchLimits(100_000, 0, 8, patient)); // minutes for all of it
    var site = fixture.site("one");
    var other = fixture.site("two");
    deliver(site);
    deliver(other);
    var paced = new Fetched(site, 0, true);
    var deaf = new Fetched(site, 0, false);
    var others = new Fetched(other, 0, true);
    for (var fetched : List.of(paced, deaf, others)) {
      await().atMost(PATIENCE).until(() -> fetched.size() > 0);
    }
    fixture.revoke(site);
    for (var fetched : List.of(paced, deaf)) {
      assertThat(fetched.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(fetched.end().getDescription()).contains("revoked");
      assertThat(fetched.size()).isLessThan(SIZE);
    }
    int had = others.size();
    await().atMost(PATIENCE).until(() -> others.size() > had);
  }

  @Test
  void aDeliveryThatIsOverGivesNothingMore() throws Exception {
    var site = fixture.site("one");
    var id = deliver(site);
    database.database().transactions().runInTx(tx -> fixture.operations.cancel(tx, List.of(id)));
    assertThat(refusal(site)).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void aNodeWithoutTheFileOrWithOtherBytesSaysSoAndSendsNone() throws Exception {
    var site = fixture.site("one");
    deliver(site);
    var place = vault.place(content.sha256());
    var wrong = bytes.clone();
    wrong[SIZE / 2] ^= 1;
    Files.write(place, wrong);
    var damaged = new Fetched(site, 0, true);
    assertThat(damaged.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(damaged.end().getDescription()).contains("is damaged at the hub");
    assertThat(damaged.size()).isZero();
    Files.delete(place);
    var missing = new Fetched(site, 0, true).end();
    assertThat(missing.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(missing.getDescription()).contains("this node does not have artefact");
  }

  @Test
  void moreThanThePlacesAreToldWhenToComeAgain() throws Exception {
    var site = fixture.site("one");
    deliver(site);
    serve(new FetchLimits(0, 0, 2, Duration.ofMinutes(1)));
    var deaf = List.of(new Fetched(site, 0, false), new Fetched(site, 0, false));
    await().atMost(PATIENCE).until(() -> deaf.stream().allMatch(one -> one.size() > 0));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          var third = new Fetched(site, 0, true);
          assertThat(third.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
          assertThat(
                  third.trailers.get(
                      Metadata.Key.of(
                          "murmuration-retry-after-ms", Metadata.ASCII_STRING_MARSHALLER)))
              .isEqualTo("5000");
        });
  }

  @Test
  void aPeerThatTakesNothingIsEndedAndItsPlaceIsFree() throws Exception {
    var site = fixture.site("one");
    deliver(site);
    var deaf = new Fetched(site, 0, false);
    new Fetched(site, 0, false);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(new Fetched(site, 0, true).end().isOk()).isTrue());
    assertThat(deaf.size()).isLessThan(SIZE);
  }

  @Test
  void theBudgetOfTheSiteIsKeptAndItsSessionGoesOn() throws Exception {
    int rate = 2_000_000;
    serve(new FetchLimits(rate, 0, 4, Duration.ofMinutes(1)));
    var site = fixture.site("one");
    deliver(site);
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1).welcomed();
      long began = System.nanoTime();
      var slow = new Fetched(site, 0, true);
      agent.heartbeat(1);
      agent.await(frame -> frame.hasHeartbeatAck() && frame.getHeartbeatAck().getSequence() == 1);
      assertThat(slow.end().isOk()).isTrue();
      long least = (long) ((SIZE - rate / 4.0) / rate * 1e9);
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(least);
      assertThat(slow.bytes()).isEqualTo(bytes);
    }
  }
}
