package io.murmuration.central.enrolment.listener;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.HubTls;
import io.murmuration.central.enrolment.Enroller;
import io.murmuration.central.enrolment.Renewer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The listener "enrolment": open to callers without a certificate, hence small in everything it
 * takes and quick to hang up.
 */
public final class EnrolmentServer implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final int LARGEST_METADATA = 8 * 1024;
  private static final int CALLS_PER_CONNECTION = 100;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration LONGEST_CONNECTION = Duration.ofMinutes(5);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Server server;
  private final EnrolmentEndpoint endpoint;

  private EnrolmentServer(Server server, EnrolmentEndpoint endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Listens from here on.
   *
   * @throws UncheckedIOException if the address cannot be bound
   */
  public static EnrolmentServer start(
      EnrolmentSettings settings,
      HubTls tls,
      HubCa ca,
      Enroller enroller,
      Renewer renewer,
      InstantSource clock) {
    var endpoint = new EnrolmentEndpoint(ca, enroller, renewer, settings, clock);
    var server =
        NettyServerBuilder.forAddress(settings.address())
            .sslContext(tls.enrolment())
            .directExecutor()
            .intercept(Peer.interceptor())
            .addService(endpoint)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(LARGEST_METADATA)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(IDLE.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAge(LONGEST_CONNECTION.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      endpoint.close();
      throw new UncheckedIOException(
          "enrolment listener cannot use " + settings.address() + ": " + e.getMessage(), e);
    }
    return new EnrolmentServer(server, endpoint);
  }

  /** The port bound; differs from the setting if that was 0. */
  public int port() {
    return server.getPort();
  }

  /** Lets calls under way end for a moment, then cuts them off. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      endpoint.close();
    }
  }
}
