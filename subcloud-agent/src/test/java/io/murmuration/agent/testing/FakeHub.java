package io.murmuration.agent.testing;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.murmuration.agent.apply.KeyedDigester;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrollRequest;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HeartbeatAck;
import io.murmuration.proto.Hello;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Item;
import io.murmuration.proto.Push;
import io.murmuration.proto.PushBody;
import io.murmuration.proto.RenewRequest;
import io.murmuration.proto.Welcome;
import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A hub on loopback: real TLS, no logic. Tests take its sessions and speak for it. */
public final class FakeHub implements AutoCloseable {
  public static final byte[] DIGEST_KEY =
      "a digest key of 32 bytes for all".getBytes(StandardCharsets.UTF_8);
  public static final KeyedDigester DIGESTER =
      new KeyedDigester(new CanonicalDigest(1, 1, DIGEST_KEY));

  private final TestCa ca;
  private final Server agents;
  private final Server enrolment;
  private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final List<String> renewals = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<Session> open = new CopyOnWriteArrayList<>();
  private volatile boolean answersHello = true;
  private volatile Duration certificateLife = Duration.ofDays(1);
  private volatile Duration silence = Duration.ofSeconds(15);
  private volatile Duration heartbeat = Duration.ofMillis(200);
  private volatile Duration audit = Duration.ofMinutes(10);

  public FakeHub(TestCa ca) throws IOException {
    this.ca = ca;
    this.agents = server(true, new Gateway());
    this.enrolment = server(false, new Enrolments());
  }

  public String agentsAddress() {
    return "127.0.0.1:" + agents.getPort();
  }

  public String enrolmentAddress() {
    return "127.0.0.1:" + enrolment.getPort();
  }

  /** Accepts streams and says nothing, as if frozen. */
  public void freeze(boolean frozen) {
    answersHello = !frozen;
  }

  public void periods(Duration heartbeatPeriod, Duration silencePeriod, Duration auditPeriod) {
    heartbeat = heartbeatPeriod;
    silence = silencePeriod;
    audit = auditPeriod;
  }

  public void certificateLife(Duration life) {
    certificateLife = life;
  }

  /** Cuts the agent of a journal off, now and at each dial, as one that is revoked. */
  public void refuse(String journal) {
    refused.add(journal);
    open.stream()
        .filter(session -> session.hello().getJournalId().equals(journal))
        .forEach(Session::refuse);
  }

  public List<String> renewals() {
    return renewals;
  }

  /** The next stream an agent opened. */
  public Session session() throws InterruptedException {
    var session = sessions.poll(10, TimeUnit.SECONDS);
    if (session == null) {
      throw new AssertionError("no agent dialled within 10 s");
    }
    return session;
  }

  @Override
  public void close() {
    agents.shutdownNow();
    enrolment.shutdownNow();
  }

  /** One stream, seen from the hub. Thread-safe. */
  public final class Session implements StreamObserver<AgentFrame> {
    private final StreamObserver<HubFrame> out;
    private final BlockingQueue<AgentFrame> received = new LinkedBlockingQueue<>();
    private volatile @Nullable Hello hello;
    private volatile boolean mute;
    private volatile boolean ended;

    Session(StreamObserver<HubFrame> out) {
      this.out = out;
    }

    public Hello hello() {
      return java.util.Objects.requireNonNull(hello);
    }

    public boolean isEnded() {
      return ended;
    }

    /** Stops acknowledging heartbeats. */
    public void mute() {
      mute = true;
    }

    public synchronized void send(HubFrame frame) {
      out.onNext(frame);
    }

    /** Sends everything wanted, in as many parts as it takes. */
    public void push(long attempt, long revision, SortedMap<ItemKey, Payload> wanted) {
      parts(attempt, revision, wanted).forEach(part -> send(frame(part)));
    }

    public void send(Push part) {
      send(frame(part));
    }

    /** The next frame that {@code wanted} picks; others are dropped. */
    public AgentFrame await(java.util.function.Predicate<AgentFrame> wanted)
        throws InterruptedException {
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (true) {
        var frame = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (frame == null) {
          throw new AssertionError("the agent did not send what was expected within 20 s");
        }
        if (wanted.test(frame)) {
          return frame;
        }
      }
    }

    /** The next one that was not taken yet. */
    public io.murmuration.proto.Heartbeat heartbeat() throws InterruptedException {
      return await(AgentFrame::hasHeartbeat).getHeartbeat();
    }

    public io.murmuration.proto.ApplyResult result() throws InterruptedException {
      return await(AgentFrame::hasApplyResult).getApplyResult();
    }

    @Override
    public void onNext(AgentFrame frame) {
      if (frame.hasHello()) {
        hello = frame.getHello();
        if (refused.contains(frame.getHello().getJournalId())) {
          refuse();
          return;
        }
        open.add(this);
        if (answersHello) {
          send(HubFrame.newBuilder().setWelcome(welcome()).build());
        }
        sessions.add(this);
      } else if (frame.hasHeartbeat() && !mute) {
        send(
            HubFrame.newBuilder()
                .setHeartbeatAck(
                    HeartbeatAck.newBuilder().setSequence(frame.getHeartbeat().getSequence()))
                .build());
      }
      received.add(frame);
    }

    @Override
    public void onError(Throwable cause) {
      ended = true;
    }

    @Override
    public void onCompleted() {
      ended = true;
      out.onCompleted();
    }

    private void refuse() {
      send(
          HubFrame.newBuilder()
              .setGoAway(GoAway.newBuilder().setReason(GoAway.Reason.NOT_AUTHORISED))
              .build());
    }

    private Welcome welcome() {
      return Welcome.newBuilder()
          .setSessionEpoch(hello().getDial())
          .setHubEpoch(1)
          .setLineage("test")
          .setHeartbeatPeriodMs(heartbeat.toMillis())
          .setAuditPeriodMs(audit.toMillis())
          .setHubSilenceMs(silence.toMillis())
          .setDigestKeyId(1)
          .setDigestKey(ByteString.copyFrom(DIGEST_KEY))
          .setFieldSet(1)
          .build();
    }
  }

  /** A full push of {@code wanted}. */
  public static List<Push> parts(long attempt, long revision, SortedMap<ItemKey, Payload> wanted) {
    var body = PushBody.newBuilder();
    wanted.forEach((key, payload) ->
        body.addItems(
            Item.newBuilder()
                .setKey(
                    io.murmuration.proto.ItemKey.newBuilder()
                        .setType(key.type())
                        .setName(key.name()))
                .setPayload(ByteString.copyFrom(payload.bytes()))
                .setRevision(revision)));
    var bodies = PushParts.split(body.build());
    var parts = new ArrayList<Push>();
    for (var part : bodies) {
      parts.add(
          Push.newBuilder()
              .setAttempt(attempt)
              .setKind("platform")
              .setToRevision(revision)
              .setFull(true)
              .setToDigest(ByteString.copyFrom(DIGESTER.rootOf(Kind.PLATFORM, wanted).bytes()))
              .setPart(parts.size())
              .setParts(bodies.size())
              .setBody(part)
              .build());
    }
    return parts;
  }

  private static HubFrame frame(Push push) {
    return HubFrame.newBuilder().setPush(push).build();
  }

  private Server server(boolean mutual, io.grpc.BindableService service) throws IOException {
    return NettyServerBuilder.forAddress(new java.net.InetSocketAddress("127.0.0.1", 0))
        .sslContext(tls(mutual))
        .addService(service)
        .build()
        .start();
  }

  private SslContext tls(boolean mutual) throws IOException {
    var issued = ca.hub();
    var builder = SslContextBuilder.forServer(issued.key(), issued.certificate());
    if (mutual) {
      builder.trustManager(ca.certificate()).clientAuth(ClientAuth.REQUIRE);
    }
    return GrpcSslContexts.configure(builder, SslProvider.OPENSSL).protocols("TLSv1.3").build();
  }

  private final class Gateway extends AgentGatewayGrpc.AgentGatewayImplBase {
    @Override
    public StreamObserver<AgentFrame> session(StreamObserver<HubFrame> out) {
      return new Session(out);
    }
  }

  private final class Enrolments extends EnrolmentGrpc.EnrolmentImplBase {
    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollReply> reply) {
      var key = tokens.putIfAbsent(request.getToken(), request.getCertificateRequestPem());
      if (key != null && !key.equals(request.getCertificateRequestPem())) {
        reply.onError(
            Status.PERMISSION_DENIED.withDescription("the token is used up").asRuntimeException());
        return;
      }
      reply(request.getCertificateRequestPem(), reply);
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<EnrollReply> reply) {
      renewals.add(request.getCertificateRequestPem());
      reply(request.getCertificateRequestPem(), reply);
    }

    private void reply(String csr, StreamObserver<EnrollReply> reply) {
      reply.onNext(
          EnrollReply.newBuilder()
              .setSubcloudId(7)
              .setSubcloudName("site-7")
              .setCertificatePem(ca.sign(csr, certificateLife))
              .setTrustPem(ca.pem())
              .addHubAddresses(agentsAddress())
              .build());
      reply.onCompleted();
    }
  }
}
