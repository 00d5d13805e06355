package io.murmuration.central.gateway.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ServerCall;
import io.murmuration.central.operation.desk.AgentOrder;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Audit;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Push;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.operation.OperationId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one stream. Bounded whatever the agent does: one push, one
 * acknowledgement, one reference, one policy, one question per kind, one order per operation and at
 * most {@value #MOST_ORDERS}; all of it goes out when the stream takes data. Confined to the
 * session's lane.
 */
public final class Outbox {
  private static final long NOTHING = -1;

  /** More than may be under way; of the others the desk or the agent speaks again. */
  private static final int MOST_ORDERS = 64;

  private final ServerCall<AgentFrame, HubFrame> call;
  private @Nullable Sending sending;
  private @Nullable Map<Kind, Question> questions;
  private @Nullable LinkedHashMap<OperationId, AgentOrder> orders;
  private @Nullable HubFrame reference;
  private @Nullable HubFrame policy;
  private long acknowledgement = NOTHING;

  private record Question(long auditId, boolean bypassCache) {
    Question and(Question later) {
      return new Question(Math.max(auditId, later.auditId), bypassCache || later.bypassCache);
    }
  }

  /** A push of which {@code next} parts are sent. */
  private record Sending(Push header, PushEncoder.Body body, int next) {}

  public Outbox(ServerCall<AgentFrame, HubFrame> call) {
    this.call = call;
  }

  public boolean takesPush() {
    return sending == null && call.isReady();
  }

  /** Only if {@link #takesPush}. */
  public void push(Kind kind, Effect.Push push, PushEncoder.Body body) {
    var header =
        Push.newBuilder()
            .setAttempt(push.attempt())
            .setKind(kind.wireName())
            .setFromRevision(body.from().number())
            .setToRevision(push.wanted().revision().number())
            .setFull(body.full())
            .setToDigest(UnsafeByteOperations.unsafeWrap(push.wanted().digest().bytes()))
            .setParts(body.parts().size())
            .setRetryRefused(push.retryRefused())
            .buildPartial();
    sending = new Sending(header, body, 0);
    sendParts();
  }

  private void sendParts() {
    while (sending != null && call.isReady()) {
      var now = sending;
      ByteString part = now.body.parts().get(now.next);
      int after = now.next + 1;
      sending = after == now.body.parts().size() ? null : new Sending(now.header, now.body, after);
      call.sendMessage(
          HubFrame.newBuilder()
              .setPush(now.header.toBuilder().setPart(now.next).setBody(part))
              .build());
    }
  }

  public void acknowledge(long sequence) {
    if (call.isReady()) {
      call.sendMessage(Frames.heartbeatAck(sequence));
    } else {
      acknowledgement = sequence;
    }
  }

  public void ask(Kind kind, long auditId, boolean bypassCache) {
    var question = new Question(auditId, bypassCache);
    if (call.isReady()) {
      send(kind, question);
    } else {
      if (questions == null) {
        questions = new EnumMap<>(Kind.class);
      }
      questions.merge(kind, question, Question::and);
    }
  }

  /** A later one about the same operation says it all: a cancelled one need not be ordered. */
  public void order(AgentOrder order) {
    if (call.isReady()) {
      call.sendMessage(OperationFrames.frame(order));
      return;
    }
    if (orders == null) {
      orders = new LinkedHashMap<>();
    }
    if (orders.size() < MOST_ORDERS || orders.containsKey(order.id())) {
      orders.put(order.id(), order);
    }
  }

  /** What audits compare with; one that waits is replaced. */
  public void refer(HubFrame frame) {
    if (call.isReady()) {
      call.sendMessage(frame);
      reference = null;
    } else {
      reference = frame;
    }
  }

  /** What counts as drift from now on; one that waits is replaced. */
  public void decide(HubFrame frame) {
    if (call.isReady()) {
      call.sendMessage(frame);
      policy = null;
    } else {
      policy = frame;
    }
  }

  /** False if the stream takes no data now: a person asks, and may ask again. */
  public boolean inquire(HubFrame frame) {
    if (call.isReady()) {
      call.sendMessage(frame);
      return true;
    }
    return false;
  }

  private void send(Kind kind, Question question) {
    call.sendMessage(
        HubFrame.newBuilder()
            .setAudit(
                Audit.newBuilder()
                    .setAuditId(question.auditId)
                    .addKinds(kind.wireName())
                    .setDepth(Audit.Depth.KIND)
                    .setBypassCache(question.bypassCache))
            .build());
  }

  /** Sends what waits, as far as the stream takes it. True if nothing waits any more. */
  public boolean flush() {
    if (acknowledgement != NOTHING && call.isReady()) {
      call.sendMessage(Frames.heartbeatAck(acknowledgement));
      acknowledgement = NOTHING;
    }
    if (reference != null && call.isReady()) {
      call.sendMessage(reference);
      reference = null;
    }
    if (policy != null && call.isReady()) {
      call.sendMessage(policy);
      policy = null;
    }
    while (orders != null && call.isReady()) {
      var first = orders.pollFirstEntry();
      if (first == null) {
        orders = null;
      } else {
        call.sendMessage(OperationFrames.frame(first.getValue()));
      }
    }
    if (questions != null && call.isReady()) {
      questions.forEach(this::send);
      questions = null;
    }
    sendParts();
    return sending == null && call.isReady();
  }

  public void clear() {
    sending = null;
    questions = null;
    orders = null;
    reference = null;
    policy = null;
    acknowledgement = NOTHING;
  }
}
