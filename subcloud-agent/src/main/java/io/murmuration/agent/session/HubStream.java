package io.murmuration.agent.session;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.murmuration.agent.lane.Lane;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AgentGatewayGrpc;
import io.murmuration.proto.HubFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code Session} on a connection of its own. Frames wait here while the transport is
 * not ready; a hub that reads nothing until the queue is full is as good as frozen, and the stream
 * ends.
 *
 * <p>gRPC calls the listener on the lane's thread (direct executor on the lane's event loop),
 * except while a connection comes up; what comes from elsewhere is queued, and nothing overtakes
 * it. Public methods are for the lane only.
 */
final class HubStream extends ClientCall.Listener<HubFrame> {
  /** Frames that may wait for the transport. */
  static final int OUTBOX = 1_024;

  /** Frames the hub may send ahead. */
  private static final int READ_AHEAD = 4;

  interface Events {
    void frame(HubStream stream, HubFrame frame);

    /** Once, whatever ended it. */
    void closed(HubStream stream, String why);
  }

  private final ManagedChannel channel;
  private final Lane lane;
  private final Events events;
  private final ClientCall<AgentFrame, HubFrame> call;
  private final Queue<AgentFrame> outbox = new ArrayDeque<>();
  private final AtomicInteger queued = new AtomicInteger();
  private boolean closed;
  private boolean deaf;

  HubStream(ManagedChannel channel, Lane lane, Events events) {
    this.channel = channel;
    this.lane = lane;
    this.events = events;
    this.call = channel.newCall(AgentGatewayGrpc.getSessionMethod(), CallOptions.DEFAULT);
  }

  /** Dials. */
  void start() {
    call.start(this, new Metadata());
    call.request(READ_AHEAD);
  }

  void send(AgentFrame frame) {
    if (closed) {
      return;
    }
    if (outbox.isEmpty() && call.isReady()) {
      call.sendMessage(frame);
    } else if (outbox.size() < OUTBOX) {
      outbox.add(frame);
    } else {
      close("the hub reads nothing: " + OUTBOX + " frames wait");
    }
  }

  /** Stops asking for frames; for tests of the hub's flow control. */
  void deaf() {
    deaf = true;
  }

  boolean isDeaf() {
    return deaf;
  }

  void close(String why) {
    if (closed) {
      return;
    }
    closed = true;
    outbox.clear();
    call.cancel(why, null);
    channel.shutdownNow();
    // never inside the caller's turn
    lane.execute(() -> events.closed(this, why));
  }

  @Override
  public void onMessage(HubFrame frame) {
    inOrder(() -> {
      if (!closed) {
        events.frame(this, frame);
        if (!deaf) {
          call.request(1);
        }
      }
    });
  }

  @Override
  public void onReady() {
    inOrder(() -> {
      while (!closed && !outbox.isEmpty() && call.isReady()) {
        call.sendMessage(outbox.remove());
      }
    });
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    lane.execute(() -> close(describe(status)));
  }

  private void inOrder(Runnable task) {
    if (lane.inside() && queued.get() == 0) {
      lane.run(task);
      return;
    }
    queued.incrementAndGet();
    lane.execute(() -> {
      queued.decrementAndGet();
      task.run();
    });
  }

  private static String describe(Status status) {
    @Nullable Throwable cause = status.getCause();
    return status.getCode()
        + (status.getDescription() == null ? "" : ": " + status.getDescription())
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }
}
