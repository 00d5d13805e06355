package io.murmuration.agent.runtime;

import com.google.protobuf.ByteString;
import io.murmuration.agent.apply.KindWorker.Means;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Contents;
import io.murmuration.proto.ContentsRequest;
import io.murmuration.proto.Item;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Answers what the hub wants to see in clear, in as many frames as it takes. Keys that are not at
 * the site are not in the answer; of a site that cannot be read it says why.
 */
final class ContentsReader {
  private static final int ROOM = PushParts.MAX_FRAME_BYTES - 256;

  private ContentsReader() {}

  static void answer(
      Site site, Kind kind, ContentsRequest request, Means means, Consumer<AgentFrame> send) {
    var keys = new TreeSet<ItemKey>();
    for (var key : request.getKeysList()) {
      if (!key.getType().isEmpty() && !key.getName().isEmpty()) {
        keys.add(new ItemKey(key.getType(), key.getName()));
      }
    }
    means
        .siteCalls()
        .execute(() -> {
          try {
            switch (site.read(kind, keys, true)) {
              case SiteReading.Values(var values) ->
                  means.lane().run(() -> send(kind, request.getRequestId(), values, send));
              case SiteReading.Failed(var why, _) ->
                  means.lane().run(() -> send.accept(unreadable(kind, request, why)));
            }
          } catch (RuntimeException e) {
            means.faults().report("contents of " + kind, e);
          }
        });
  }

  private static AgentFrame unreadable(Kind kind, ContentsRequest request, String why) {
    return AgentFrame.newBuilder()
        .setContents(
            Contents.newBuilder()
                .setRequestId(request.getRequestId())
                .setKind(kind.wireName())
                .setUnreadable(Frames.shortened(why)))
        .build();
  }

  private static void send(
      Kind kind, long requestId, SortedMap<ItemKey, Payload> values, Consumer<AgentFrame> send) {
    var contents = Contents.newBuilder().setRequestId(requestId).setKind(kind.wireName());
    int size = 0;
    for (var entry : values.entrySet()) {
      var item =
          Item.newBuilder()
              .setKey(Frames.key(entry.getKey()))
              .setPayload(ByteString.copyFrom(entry.getValue().bytes()))
              .build();
      if (size > 0 && size + item.getSerializedSize() + 8 > ROOM) {
        send.accept(AgentFrame.newBuilder().setContents(contents.setMore(true)).build());
        contents.clearItems().clearMore();
        size = 0;
      }
      contents.addItems(item);
      size += item.getSerializedSize() + 8;
    }
    send.accept(AgentFrame.newBuilder().setContents(contents).build());
  }
}
