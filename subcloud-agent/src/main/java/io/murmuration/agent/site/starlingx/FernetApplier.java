package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The fernet keys of the site's Keystone: item {@code keys}, {@code {"keys":[{"id","key"},…]}} by
 * ascending id, written as a whole by way of sysinv and compared by content. Key 0 is the staged
 * one, as everywhere.
 *
 * <p>They make tokens of the system controller valid at the site. So they wait until the ids of its
 * users and projects are the system controller's too: before, such a token would name nobody. Keys
 * that are equal already wait for nothing and are not sent.
 *
 * <p>The payload is secret: no text of this class, nor of the service, is passed on with it.
 */
final class FernetApplier implements Applier {
  static final String TYPE = "fernet-repo";
  private static final String NAME = "keys";
  private static final String KEYS = "keys";
  private static final Duration ALIGNMENT_RETRY = Duration.ofSeconds(30);

  private final Sysinv sysinv;
  private final IdentityAlignment alignment;

  FernetApplier(Sysinv sysinv, IdentityAlignment alignment) {
    this.sysinv = sysinv;
    this.alignment = alignment;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var values = new TreeMap<ItemKey, Payload>();
    var key = new ItemKey(TYPE, NAME);
    if (keys.contains(key)) {
      switch (sysinv.fernetKeys()) {
        case Answer.Done(var body) -> {
          var held = held(body);
          if (!held.isEmpty()) {
            payload(held).ifPresent(payload -> values.put(key, payload));
          }
        }
        case Answer.Missing _ -> {} // a release without this resource
        case Answer other -> {
          return Values.unread(other);
        }
      }
    }
    return new SiteReading.Values(values);
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    if (!key.name().equals(NAME)) {
      return new SiteResult.Refused(key + " (expected: name " + NAME + ", a site has only one)");
    }
    var wanted = held(Values.row(payload));
    // sysinv would make up keys of its own if it were sent none
    if (wanted.isEmpty() || !payload(wanted).equals(Optional.of(payload))) {
      return new SiteResult.Refused(
          key + ": a value that does not fit (expected: one key or more, by ascending id)");
    }
    var answer = sysinv.fernetKeys();
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var held = held(body);
    if (held.equals(wanted)) {
      return SiteResult.APPLIED;
    }
    if (!alignment.isAligned()) {
      return new SiteResult.Deferred(
          ALIGNMENT_RETRY,
          "waits until the users and projects of the site have the system controller's ids");
    }
    return Values.result(
        held.isEmpty() ? sysinv.createFernetKeys(wanted) : sysinv.replaceFernetKeys(wanted));
  }

  private static List<Map<String, Object>> held(Row value) {
    var byId = new TreeMap<Long, String>();
    for (var row : value.rows(KEYS)) {
      row.whole("id").ifPresent(id -> byId.put(id, row.text("key")));
    }
    var keys = new ArrayList<Map<String, Object>>();
    byId.forEach((id, key) -> keys.add(Map.of("id", id, "key", key)));
    return List.copyOf(keys);
  }

  private static Optional<Payload> payload(List<Map<String, Object>> keys) {
    return Values.payload(Map.of(KEYS, keys));
  }

  @Override
  public SiteResult delete(ItemKey key) {
    return key.name().equals(NAME)
        ? new SiteResult.Refused(
            "a site cannot be without fernet keys; it keeps those it has (declare others instead)")
        : SiteResult.APPLIED;
  }
}
