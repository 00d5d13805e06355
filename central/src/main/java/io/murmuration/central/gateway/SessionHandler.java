package io.murmuration.central.gateway;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.HubFrame;

/** Takes new streams: knows who calls by the certificate, and which lane it is on. */
final class SessionHandler implements ServerCallHandler<AgentFrame, HubFrame> {
  private final Lanes lanes;
  private final SessionServices services;

  SessionHandler(Lanes lanes, SessionServices services) {
    this.lanes = lanes;
    this.services = services;
  }

  @Override
  public ServerCall.Listener<AgentFrame> startCall(
      ServerCall<AgentFrame, HubFrame> call, Metadata headers) {
    var identity = AgentIdentity.ofPeer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
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
}
