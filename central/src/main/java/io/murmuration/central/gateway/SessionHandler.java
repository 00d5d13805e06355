package io.murmuration.central.gateway;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.HubFrame;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes new streams: knows who calls by the certificate, and which lane it is on. */
final class SessionHandler implements ServerCallHandler<AgentFrame, HubFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);

  private final Lanes lanes;
  private final SessionServices services;

  SessionHandler(Lanes lanes, SessionServices services) {
    this.lanes = lanes;
    this.services = services;
  }

  @Override
  public ServerCall.Listener<AgentFrame> startCall(
      ServerCall<AgentFrame, HubFrame> call, Metadata headers) {
    var identity = identity(call);
    if (identity.isEmpty()) {
      call.close(
          Status.UNAUTHENTICATED.withDescription("no certificate of an agent"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    var place = services.streams().began(identity.get().subcloud());
    if (place == Streams.Place.SUBCLOUD_FULL) {
      // without a last word, which would wait for the peer to read
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription("too many streams of one subcloud"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    var session =
        new AgentSession(call, identity.get(), lanes.here(), services, StreamCut.ofThisCall());
    if (place == Streams.Place.FREE) {
      call.request(1);
    } else {
      session.tooMany();
    }
    return session;
  }

  private static Optional<AgentIdentity> identity(ServerCall<?, ?> call) {
    var tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (tls == null) {
      return Optional.empty();
    }
    try {
      return tls.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(AgentIdentity.of(certificate))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
      LOG.warn("stream refused: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
