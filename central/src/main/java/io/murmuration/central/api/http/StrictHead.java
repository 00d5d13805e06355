package io.murmuration.central.api.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/**
 * Marks as malformed what Netty's decoder lets pass: a version of HTTP that is not spoken here,
 * which Vert.x would answer with an empty 501, and a header without a name, which it would believe.
 * Stateless; on the event loop.
 */
@Sharable
public final class StrictHead extends ChannelInboundHandlerAdapter {
  private static final StrictHead INSTANCE = new StrictHead();

  private StrictHead() {}

  /** Before the connection's first request. */
  public static void watch(HttpConnection connection) {
    if (connection instanceof HttpServerConnection server) {
      var last = server.channelHandlerContext();
      last.pipeline().addBefore(last.name(), "strict-head", INSTANCE);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      mistake(request)
          .ifPresent(why ->
              request.setDecoderResult(DecoderResult.failure(new MalformedHeadException(why))));
      boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
      request.setProtocolVersion(old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
    }
    context.fireChannelRead(message);
  }

  private static Optional<String> mistake(HttpRequest request) {
    var version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return Optional.of("version: %s (expected: HTTP/1.1)".formatted(version));
    }
    var headers = request.headers().iteratorCharSequence();
    while (headers.hasNext()) {
      if (headers.next().getKey().isEmpty()) {
        return Optional.of("header: without a name (expected: name: value)");
      }
    }
    return Optional.empty();
  }

  /** Its message is for the client. */
  static final class MalformedHeadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedHeadException(String why) {
      super(why, null, false, false);
    }
  }
}
