package io.murmuration.agent.runtime;

import com.google.protobuf.ByteString;
import io.murmuration.agent.site.Verdict;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Availability;
import io.murmuration.proto.ItemDigest;
import io.murmuration.proto.TypeDigest;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The core's words as protocol messages. Stateless. */
final class Frames {
  /** Refusals of a kind may not fill a frame: the rest comes when the first ones are settled. */
  private static final int MOST_DEFERRED = 1000;

  private static final int REFUSAL_BYTES = PushParts.MAX_FRAME_BYTES / 8;

  private static final int LONGEST_REASON = 500;

  private Frames() {}

  static io.murmuration.proto.Holding holding(Kind kind, Holding holding, int keyId, Duration age) {
    var frame =
        io.murmuration.proto.Holding.newBuilder()
            .setKind(kind.wireName())
            .setRevision(holding.revision().number())
            .setDigestKeyId(keyId)
            .setAgeMs(age.toMillis());
    var digest = holding.digest();
    if (digest != null) {
      frame.setDigest(bytes(digest));
    }
    int room = REFUSAL_BYTES;
    for (var refusal : holding.refusals()) {
      var message = refusal(refusal);
      room -= message.getSerializedSize() + 4;
      if (room < 0) {
        break;
      }
      frame.addRefusals(message);
    }
    return frame.build();
  }

  private static io.murmuration.proto.Refusal refusal(Refusal refusal) {
    return io.murmuration.proto.Refusal.newBuilder()
        .setKey(key(refusal.key()))
        .setItemDigest(bytes(refusal.item()))
        .setWhy(shortened(refusal.why()))
        .build();
  }

  static io.murmuration.proto.ItemKey key(ItemKey key) {
    return io.murmuration.proto.ItemKey.newBuilder()
        .setType(key.type())
        .setName(key.name())
        .build();
  }

  static ApplyResult result(Kind kind, Pending push, Answer answer, int keyId) {
    var result =
        ApplyResult.newBuilder()
            .setAttempt(push.attempt())
            .setKind(kind.wireName())
            .setRevision(push.toRevision());
    return switch (answer) {
      case Answer.Finished(var holding) ->
          result
              .setOutcome(ApplyResult.Outcome.FINISHED)
              .setHolding(holding(kind, holding, keyId, Duration.ZERO))
              .build();
      case Answer.Deferred(var retryAfter, var reason, var items) ->
          result
              .setOutcome(ApplyResult.Outcome.DEFERRED)
              .setRetryAfterMs(retryAfter.toMillis())
              .setReason(shortened(reason))
              .addAllDeferred(items.stream().limit(MOST_DEFERRED).map(Frames::key).toList())
              .build();
      case Answer.NeedFull() -> result.setOutcome(ApplyResult.Outcome.NEED_FULL).build();
      case Answer.Rejected(var reason) ->
          result.setOutcome(ApplyResult.Outcome.REJECTED).setReason(shortened(reason)).build();
    };
  }

  /** A push that waits for its answer, by the numbers the hub gave it. */
  record Pending(long attempt, long toRevision) {}

  static List<TypeDigest> types(SortedMap<String, Digest> types) {
    var list = new ArrayList<TypeDigest>();
    types.forEach((type, digest) ->
        list.add(TypeDigest.newBuilder().setType(type).setDigest(bytes(digest)).build()));
    return list;
  }

  /** One entry per wanted key; without a digest if the item is not at the site. */
  static List<ItemDigest> items(Iterable<ItemKey> wanted, SortedMap<ItemKey, Digest> here) {
    var list = new ArrayList<ItemDigest>();
    for (var key : wanted) {
      var item = ItemDigest.newBuilder().setKey(key(key));
      var digest = here.get(key);
      if (digest != null) {
        item.setDigest(bytes(digest));
      }
      list.add(item.build());
    }
    return list;
  }

  static Availability availability(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Up() -> Availability.AVAILABILITY_UP;
      case Verdict.Down _ -> Availability.AVAILABILITY_DOWN;
      case Verdict.Unknown _ -> Availability.AVAILABILITY_UNSPECIFIED;
    };
  }

  static String reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Up() -> "";
      case Verdict.Down(var why) -> shortened(why);
      case Verdict.Unknown(var why) -> shortened(why);
    };
  }

  private static ByteString bytes(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON - 1) + "…";
  }
}
