package io.murmuration.central.gateway.rehearsal;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.HubFrame;

/** A stream that always takes what it is given, encodes it and drops it. */
final class NoWire extends ServerCall<AgentFrame, HubFrame> {
  private long bytes;

  @Override
  public void sendMessage(HubFrame message) {
    bytes += message.toByteString().size();
  }

  /** Encoded so far; that somebody may ask keeps the encoding from being optimised away. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void close(Status status, Metadata trailers) {}

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<AgentFrame, HubFrame> getMethodDescriptor() {
    return AgentGatewayGrpc.getSessionMethod();
  }
}
