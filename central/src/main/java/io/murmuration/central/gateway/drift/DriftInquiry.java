package io.murmuration.central.gateway.drift;

import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.proto.Audit;
import io.murmuration.proto.ContentsRequest;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Item;
import io.murmuration.proto.Observed;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.drift.DriftPolicy.Decision;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.resource.SecretTypes;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.resource.WantedSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of a site differs: the agent says a digest per item, and then shows those that differ
 * from what is wanted, but no secrets. Each call blocks, twice as long as one question may take at
 * most; for virtual threads.
 */
public final class DriftInquiry {
  /** Items that are looked into; the others are only counted. */
  private static final int MOST_SHOWN = 500;

  static final byte[] ABSENT = {};

  private final Inquiries inquiries;
  private final Way way;
  private final Digester digester;

  /** The way to the stream of a site. */
  @FunctionalInterface
  public interface Way {
    /** Sends, if the site's stream is at this node; must not block. */
    void send(SubcloudId id, HubFrame frame);
  }

  /** What came of it. */
  public sealed interface Result {
    /**
     * @param more items that differ and are not listed
     * @param unwanted items that the agent keeps for this hub, and that are not wanted any more
     */
    record Found(List<Drift> drifts, int more, List<ItemKey> unwanted) implements Result {}

    /**
     * @param why in words for an operator
     */
    record Unanswered(String why) implements Result {}
  }

  public DriftInquiry(Inquiries inquiries, Way way, Digester digester) {
    this.inquiries = inquiries;
    this.way = way;
    this.digester = digester;
  }

  /** Of one kind. */
  Result find(SubcloudView subcloud, Kind kind, WantedSet wanted, DriftPolicy policy) {
    return switch (ask(subcloud.id(), id -> audit(id, kind))) {
      case Inquiries.Reply.Looked(var observed)
          when observed.getItemsCount() == 0 && !wanted.items().isEmpty() ->
          new Result.Unanswered("the site has more items than can be compared one by one");
      case Inquiries.Reply.Looked(var observed) -> {
        var there = digests(observed);
        yield explain(subcloud.id(), kind, wanted.items(), there, policy);
      }
      case Inquiries.Reply.Shown _ -> new Result.Unanswered("the agent answered something else");
      case Inquiries.Reply.None(var why) -> new Result.Unanswered(why);
    };
  }

  /** By item, as the agent said. */
  static SortedMap<ItemKey, byte[]> digests(Observed observed) {
    var there = new TreeMap<ItemKey, byte[]>();
    for (var item : observed.getItemsList()) {
      var key = item.getKey();
      if (!key.getType().isEmpty() && !key.getName().isEmpty()) {
        there.put(new ItemKey(key.getType(), key.getName()), item.getDigest().toByteArray());
      }
    }
    return there;
  }

  interface Asking {
    HubFrame frame(long id);
  }

  Inquiries.Reply ask(SubcloudId id, Asking asking) {
    var question = inquiries.open(id);
    if (question.isEmpty()) {
      return new Inquiries.Reply.None("too many such questions at once; ask again");
    }
    way.send(id, asking.frame(question.get().id()));
    return question.get().reply().join();
  }

  static HubFrame audit(long id, Kind kind) {
    return HubFrame.newBuilder()
        .setAudit(
            Audit.newBuilder()
                .setAuditId(id)
                .addKinds(kind.wireName())
                .setDepth(Audit.Depth.ITEMS)
                .setBypassCache(true))
        .build();
  }

  List<WantedItem> differing(Kind kind, List<WantedItem> wanted, SortedMap<ItemKey, byte[]> there) {
    return wanted.stream()
        .filter(item ->
            !Arrays.equals(
                digester.item(kind, item.key(), item.payload()).bytes(),
                there.getOrDefault(item.key(), ABSENT)))
        .toList();
  }

  private Result explain(
      SubcloudId id,
      Kind kind,
      List<WantedItem> wanted,
      SortedMap<ItemKey, byte[]> there,
      DriftPolicy policy) {
    var differing = differing(kind, wanted, there);
    var shown = differing.subList(0, Math.min(MOST_SHOWN, differing.size()));
    var open =
        shown.stream()
            .map(WantedItem::key)
            .filter(key -> !SecretTypes.isSecret(kind, key.type()))
            .toList();
    Map<ItemKey, Payload> values = Map.of();
    if (!open.isEmpty()) {
      switch (ask(id, request -> contents(request, kind, open))) {
        case Inquiries.Reply.Shown(var items) -> values = values(items);
        case Inquiries.Reply.Looked _ -> {
          return new Result.Unanswered("the agent answered something else");
        }
        case Inquiries.Reply.None(var why) -> {
          return new Result.Unanswered(why);
        }
      }
    }
    var drifts = new ArrayList<Drift>();
    for (var item : shown) {
      var decision = policy.decision(kind, item.key().type());
      boolean secret = SecretTypes.isSecret(kind, item.key().type());
      var found = values.get(item.key());
      boolean missing = secret ? there.getOrDefault(item.key(), ABSENT).length == 0 : found == null;
      drifts.add(
          new Drift(
              kind,
              item.key(),
              decision.map(Decision::mode).orElse(DriftMode.ENFORCE),
              decision.map(Decision::source).orElse(""),
              secret,
              missing,
              secret ? List.of() : fields(item.payload(), found)));
    }
    var unwanted = new TreeSet<>(there.keySet());
    wanted.forEach(item -> unwanted.remove(item.key()));
    return new Result.Found(
        drifts, differing.size() - shown.size(), unwanted.stream().limit(MOST_SHOWN).toList());
  }

  static HubFrame contents(long request, Kind kind, Collection<ItemKey> keys) {
    var frame = ContentsRequest.newBuilder().setRequestId(request).setKind(kind.wireName());
    keys.forEach(key ->
        frame.addKeys(
            io.murmuration.proto.ItemKey.newBuilder().setType(key.type()).setName(key.name())));
    return HubFrame.newBuilder().setContentsRequest(frame).build();
  }

  static Map<ItemKey, Payload> values(List<Item> items) {
    var values = new TreeMap<ItemKey, Payload>();
    for (var item : items) {
      if (!item.getKey().getType().isEmpty() && !item.getKey().getName().isEmpty()) {
        values.put(
            new ItemKey(item.getKey().getType(), item.getKey().getName()),
            Payload.of(item.getPayload().toByteArray()));
      }
    }
    return values;
  }

  private static List<Drift.Field> fields(Payload wanted, @Nullable Payload found) {
    var declared = object(wanted);
    var here = found == null ? new TreeMap<String, String>() : object(found);
    var names = new TreeSet<>(declared.keySet());
    names.addAll(here.keySet());
    var fields = new ArrayList<Drift.Field>();
    for (var name : names) {
      if (!Objects.equals(declared.get(name), here.get(name))) {
        fields.add(new Drift.Field(name, declared.get(name), here.get(name)));
      }
    }
    return fields;
  }

  /** Each field's value as JSON; what is no object has none. */
  private static SortedMap<String, String> object(Payload payload) {
    var fields = new TreeMap<String, String>();
    try {
      if (CanonicalJson.parse(payload.bytes()) instanceof Map<?, ?> map) {
        for (var field : map.entrySet()) {
          fields.put(
              String.valueOf(field.getKey()),
              new String(CanonicalJson.print(field.getValue()), StandardCharsets.UTF_8));
        }
      }
    } catch (InvalidJsonException _) {
      return new TreeMap<>(Map.of("", "\"not JSON\""));
    }
    return fields;
  }
}
