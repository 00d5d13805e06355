package io.murmuration.central.gateway;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Availability;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.Hello;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.Push;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An agent's end of one stream, with its own connection; says what a test tells it to say. */
final class TestAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int WINDOW = 64 * 1024;

  private final ManagedChannel channel;
  private final List<HubFrame> frames = new CopyOnWriteArrayList<>();
  private final ClientCallStreamObserver<AgentFrame> out;
  private volatile boolean ended;
  private volatile @Nullable Throwable error;

  /**
   * @param reads false: never takes a byte of what the hub sends
   */
  TestAgent(int port, SslContext tls, boolean reads) {
    this(port, tls, reads, WINDOW);
  }

  /**
   * @param window bytes that the hub may send unread
   */
  TestAgent(int port, SslContext tls, boolean reads, int window) {
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .sslContext(tls)
            .overrideAuthority("hub.murmuration")
            .flowControlWindow(window)
            .build();
    this.out =
        (ClientCallStreamObserver<AgentFrame>)
            AgentGatewayGrpc.newStub(channel).session(new Answers(reads));
  }

  private final class Answers implements ClientResponseObserver<AgentFrame, HubFrame> {
    private final boolean reads;

    Answers(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AgentFrame> call) {
      if (!reads) {
        call.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(HubFrame frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable failure) {
      error = failure;
      ended = true;
    }

    @Override
    public void onCompleted() {
      ended = true;
    }
  }

  TestAgent say(AgentFrame frame) {
    out.onNext(frame);
    return this;
  }

  TestAgent hello(long subcloud, UUID journal, long dial, Holding... holdings) {
    return say(hello(subcloud, journal, dial, "test", holdings));
  }

  static AgentFrame hello(
      long subcloud, UUID journal, long dial, String version, Holding... holdings) {
    return AgentFrame.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setSubcloudId(subcloud)
                .setJournalId(journal.toString())
                .setDial(dial)
                .setAgentVersion(version)
                .setProtocolMin(1)
                .setProtocolMax(1)
                .setAvailability(Availability.AVAILABILITY_UP)
                .addAllHoldings(List.of(holdings)))
        .build();
  }

  TestAgent heartbeat(long sequence, Holding... changed) {
    return say(
        AgentFrame.newBuilder()
            .setHeartbeat(
                Heartbeat.newBuilder()
                    .setSequence(sequence)
                    .setAvailability(Availability.AVAILABILITY_UP)
                    .addAllChanged(List.of(changed)))
            .build());
  }

  void send(Heartbeat heartbeat) {
    out.onNext(AgentFrame.newBuilder().setHeartbeat(heartbeat).build());
  }

  void send(Observed observed) {
    out.onNext(AgentFrame.newBuilder().setObserved(observed).build());
  }

  /** As if all of it had been applied. */
  void finished(Push push) {
    out.onNext(
        AgentFrame.newBuilder()
            .setApplyResult(
                ApplyResult.newBuilder()
                    .setAttempt(push.getAttempt())
                    .setKind(push.getKind())
                    .setRevision(push.getToRevision())
                    .setOutcome(ApplyResult.Outcome.FINISHED)
                    .setHolding(
                        Holding.newBuilder()
                            .setKind(push.getKind())
                            .setRevision(push.getToRevision())
                            .setDigest(push.getToDigest())
                            .setDigestKeyId(GatewayFixture.KEY_ID)))
            .build());
  }

  /** As if the site could not take it now. */
  void deferred(Push push) {
    say(
        AgentFrame.newBuilder()
            .setApplyResult(
                ApplyResult.newBuilder()
                    .setAttempt(push.getAttempt())
                    .setKind(push.getKind())
                    .setRevision(push.getToRevision())
                    .setOutcome(ApplyResult.Outcome.DEFERRED)
                    .setReason("not now"))
            .build());
  }

  HubFrame await(Predicate<HubFrame> wanted) {
    return Objects.requireNonNull(
        org.awaitility.Awaitility.await()
            .atMost(PATIENCE)
            .until(
                () -> frames.stream().filter(wanted).findFirst().orElse(null), Objects::nonNull));
  }

  TestAgent welcomed() {
    await(HubFrame::hasWelcome);
    return this;
  }

  Push pushed() {
    return await(HubFrame::hasPush).getPush();
  }

  /** A push to this revision or a later one. */
  Push pushedTo(long revision) {
    return await(frame -> frame.hasPush() && frame.getPush().getToRevision() >= revision).getPush();
  }

  void untilEnded() {
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> ended);
  }

  List<HubFrame> frames() {
    return List.copyOf(frames);
  }

  @Nullable Throwable error() {
    return error;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
