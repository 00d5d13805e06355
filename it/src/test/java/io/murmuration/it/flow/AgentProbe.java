package io.murmuration.it.flow;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.it.run.Watch;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.Availability;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.Hello;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.canonical.CanonicalDigest;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream to the hub by hand: says Hello, remembers every frame that comes, and answers audits
 * as a site that differs from whatever is wanted.
 */
final class AgentProbe implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int DIGEST_BYTES = 32;

  private final ManagedChannel channel;
  private final List<HubFrame> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  private AgentProbe(ManagedChannel channel) {
    this.channel = channel;
  }

  /** A connection to one of the hub's listeners. */
  static ManagedChannel channel(String address, SslContext tls) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .overrideAuthority(HubTls.HUB_NAME)
        .sslContext(tls)
        .disableRetry()
        .build();
  }

  static AgentProbe dial(String address, SslContext tls, Hello hello) {
    var probe = new AgentProbe(channel(address, tls));
    var ear = probe.new Ear();
    var mouth = AgentGatewayGrpc.newStub(probe.channel).session(ear);
    ear.mouth = mouth;
    mouth.onNext(AgentFrame.newBuilder().setHello(hello).build());
    return probe;
  }

  /** Of a site that holds nothing and whose services are up: one that gets pushes at once. */
  static Hello hello(long subcloud) {
    return hello(subcloud, Availability.AVAILABILITY_UP);
  }

  static Hello hello(long subcloud, Availability availability) {
    return Hello.newBuilder()
        .setSubcloudId(subcloud)
        .setJournalId(UUID.randomUUID().toString())
        .setDial(1)
        .setAgentVersion("probe")
        .setProtocolMin(1)
        .setProtocolMax(1)
        .setFieldSet(CanonicalDigest.FIELD_SET)
        .addCapabilities("platform/dns")
        .addCapabilities("platform/ntp")
        .addHoldings(Holding.newBuilder().setKind("platform"))
        .setAvailability(availability)
        .build();
  }

  List<HubFrame> frames() {
    return List.copyOf(frames);
  }

  boolean heard(HubFrame.BodyCase body) {
    return frames.stream().anyMatch(frame -> frame.getBodyCase() == body);
  }

  void awaitWelcome() {
    Watch.until("Welcome", LIMIT, () -> heard(HubFrame.BodyCase.WELCOME) || end.isDone());
    if (!heard(HubFrame.BodyCase.WELCOME)) {
      throw new IllegalStateException("no Welcome but " + frames + " " + end.join());
    }
  }

  /** Waits until the hub has ended the stream. */
  Status awaitEnd() {
    try {
      return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the stream is open, heard " + frames, e);
    }
  }

  /** Why the hub ended it; UNSPECIFIED if it did not even say that. */
  GoAway goAway() {
    return frames.stream()
        .filter(HubFrame::hasGoAway)
        .findFirst()
        .map(HubFrame::getGoAway)
        .orElse(GoAway.getDefaultInstance());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Ear implements StreamObserver<HubFrame> {
    private volatile @Nullable StreamObserver<AgentFrame> mouth;
    private int digestKey;

    @Override
    public void onNext(HubFrame frame) {
      frames.add(frame);
      var out = mouth;
      if (frame.hasWelcome()) {
        digestKey = frame.getWelcome().getDigestKeyId();
      } else if (frame.hasAudit() && out != null) {
        frame.getAudit().getKindsList().forEach(kind -> out.onNext(observed(frame, kind)));
      }
    }

    private AgentFrame observed(HubFrame audit, String kind) {
      var nothing =
          Holding.newBuilder()
              .setKind(kind)
              .setDigest(ByteString.copyFrom(new byte[DIGEST_BYTES]))
              .setDigestKeyId(digestKey);
      return AgentFrame.newBuilder()
          .setObserved(
              Observed.newBuilder().setAuditId(audit.getAudit().getAuditId()).setHolding(nothing))
          .build();
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
