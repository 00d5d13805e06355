package io.murmuration.central.gateway;

import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.murmuration.central.gateway.intake.PacedAccept;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.proto.canonical.PushParts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC listener for agents. Callbacks run on the event loop that reads the connection, which is
 * the lane; every bound on a connection is set here.
 */
final class AgentListener {
  private static final int MAX_INBOUND_BYTES = PushParts.MAX_FRAME_BYTES + 16 * 1024;
  private static final int MAX_METADATA_BYTES = 8 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 4;

  /** Agents ping every 10 s at most; a little less, because timers are not exact. */
  private static final long AGENT_KEEPALIVE_S = 8;

  /** A peer that is frozen sends no heartbeat and answers no ping: its connection is freed. */
  private static final long KEEPALIVE_S = 20;

  private static final long KEEPALIVE_TIMEOUT_S = 10;
  private static final long HANDSHAKE_S = 10;

  /** A connection without a stream. */
  private static final long IDLE_S = 60;

  private final Server server;

  /**
   * @param fetch answers {@code Fetch}
   */
  AgentListener(
      GatewayConfig config,
      SslContext tls,
      EventLoops loops,
      PacedAccept accept,
      SessionHandler sessions,
      ServerCallHandler<FetchRequest, FetchChunk> fetch) {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
            .sslContext(tls)
            .bossEventLoopGroup(loops.acceptor())
            .workerEventLoopGroup(loops.workers())
            .channelFactory(accept)
            .directExecutor()
            .maxInboundMessageSize(MAX_INBOUND_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .permitKeepAliveTime(AGENT_KEEPALIVE_S, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(KEEPALIVE_S, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
            .handshakeTimeout(HANDSHAKE_S, TimeUnit.SECONDS)
            .maxConnectionIdle(IDLE_S, TimeUnit.SECONDS)
            .addStreamTracerFactory(new StreamCut())
            .addService(
                ServerServiceDefinition.builder(AgentGatewayGrpc.getServiceDescriptor())
                    .addMethod(AgentGatewayGrpc.getSessionMethod(), sessions)
                    .addMethod(AgentGatewayGrpc.getFetchMethod(), fetch)
                    .build())
            .build();
  }

  void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the agents' listener cannot be opened", e);
    }
  }

  int port() {
    return server.getPort();
  }

  void stop(Duration patience) throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(patience.toMillis() / 2, TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(patience.toMillis() / 2, TimeUnit.MILLISECONDS);
    }
  }
}
