package io.murmuration.agent.session;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.proto.canonical.PushParts;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection per channel, TLS 1.3, on the given event loop. The TLS context is kept while
 * the identity stays the same. Confined to the lane but for {@link #channel}.
 */
public final class TlsConnector implements Connector {
  private final EventLoopGroup loop;
  private Identity identity;
  private @Nullable SslContext tls;

  public TlsConnector(EventLoopGroup loop, Identity identity) {
    this.loop = loop;
    this.identity = identity;
  }

  /** From the next dial on. */
  public void identity(Identity next) {
    identity = next;
    tls = null;
  }

  @Override
  public ManagedChannel open(String address) throws ConnectException {
    try {
      var context = tls;
      if (context == null) {
        context = HubTls.mutual(identity);
        tls = context;
      }
      return channel(address, context, loop);
    } catch (SSLException e) {
      throw new ConnectException("the identity cannot be used: " + e.getMessage());
    }
  }

  /** A channel that runs its callbacks on the event loop. */
  public static ManagedChannel channel(String address, SslContext tls, EventLoopGroup loop) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .overrideAuthority(HubTls.HUB_NAME)
        .sslContext(tls)
        .eventLoopGroup(loop)
        .channelType(Lanes.channelType())
        .directExecutor()
        .disableRetry()
        .disableServiceConfigLookUp()
        .maxInboundMessageSize(PushParts.MAX_FRAME_BYTES)
        .idleTimeout(1, TimeUnit.DAYS)
        .build();
  }
}
