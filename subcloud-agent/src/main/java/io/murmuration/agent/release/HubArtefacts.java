package io.murmuration.agent.release;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.session.TlsConnector;
import io.murmuration.proto.AgentGatewayGrpc;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * {@code Fetch} of the hub's nodes, one after the other: each stream has a connection of its own,
 * so that a slow one holds up no heartbeat of the session. Thread-safe.
 */
public final class HubArtefacts implements ArtefactSource {
  private final List<String> addresses;
  private final EventLoopGroup loop;
  private final Duration patience;
  private final AtomicInteger turn;
  private volatile Identity identity;

  /**
   * @param addresses host:port of the nodes; each has every artefact
   * @param first which of them to begin with, so that agents spread
   * @param patience longest wait for the next bytes
   */
  public HubArtefacts(
      Identity identity,
      List<String> addresses,
      int first,
      EventLoopGroup loop,
      Duration patience) {
    this.identity = identity;
    this.addresses = List.copyOf(addresses);
    this.loop = loop;
    this.patience = patience;
    this.turn = new AtomicInteger(first);
  }

  /** From the next stream on. */
  public void identity(Identity next) {
    identity = next;
  }

  @Override
  public Chunks open(String sha256, long offset) {
    var address = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
    var shown = identity;
    try {
      ManagedChannel channel = TlsConnector.channel(address, HubTls.mutual(shown), loop);
      // as often as certificates are renewed, so bounded
      var stream = new FetchStream(channel, patience, () -> !identity.equals(shown));
      stream.start(
          channel.newCall(AgentGatewayGrpc.getFetchMethod(), CallOptions.DEFAULT), sha256, offset);
      return stream;
    } catch (SSLException e) {
      return new Unusable("the identity cannot be used: " + e.getMessage());
    }
  }

  /** A stream that never was one. */
  private record Unusable(String why) implements Chunks {
    @Override
    public Optional<Chunk> next() throws BrokenException {
      throw new BrokenException(why, false, Duration.ZERO);
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }
}
