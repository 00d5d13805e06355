package io.murmuration.central.gateway;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.TimeoutException;

/**
 * Lets the hub end a stream without its peer. Closing a call waits for what was sent before, and a
 * peer that grants no window never takes it; gRPC resets a stream only when its context runs out of
 * time, so each stream gets a context of ours that can be told so.
 */
final class StreamCut extends ServerStreamTracer.Factory {
  private static final Context.Key<Context.CancellableContext> OURS = Context.key("stream-cut");

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new ServerStreamTracer() {
      @Override
      public Context filterContext(Context context) {
        var ours = context.withCancellation();
        return ours.withValue(OURS, ours);
      }
    };
  }

  /** Resets the stream whose call starts on this thread; nothing if it has ended. */
  static Runnable ofThisCall() {
    var ours = OURS.get();
    return () -> ours.cancel(new TimeoutException("the peer did not take the hub's last words"));
  }
}
