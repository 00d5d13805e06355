package io.murmuration.sync.sim.site;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.sim.world.Chance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What really is at a site: survives crashes and the loss of the agent's journal. */
public final class SimSite {
  /** An object that the hub never declared: must never be touched. */
  public static final ItemKey LOCAL = new ItemKey("local", "kept");

  public final Map<OperationId, Integer> effects = new HashMap<>();

  // faults: until when, in virtual time
  public long slowUntil;
  public long refuseUntil;
  public long deferUntil;
  public long downUntil;
  public long diskFullUntil;
  public long forgetsDeletionsUntil;
  public long probeHangsUntil;
  public final Map<Kind, Long> unreadableUntil = new EnumMap<>(Kind.class);
  private final Map<Kind, SortedMap<ItemKey, Payload>> values = new EnumMap<>(Kind.class);

  /** Live. */
  public SortedMap<ItemKey, Payload> of(Kind kind) {
    return values.computeIfAbsent(kind, _ -> new TreeMap<>(Map.of(LOCAL, Payload.of("local"))));
  }

  public SortedMap<ItemKey, Payload> read(Kind kind, SortedSet<ItemKey> keys) {
    var found = new TreeMap<ItemKey, Payload>();
    var all = of(kind);
    for (var key : keys) {
      var value = all.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  public SiteResult write(Kind kind, SiteWrite write, long now, Chance chance) {
    if (now < refuseUntil && write.key().name().endsWith("1")) {
      return new SiteResult.Refused("not on this hardware");
    }
    if (now < deferUntil && chance.oneIn(2)) {
      return new SiteResult.Deferred(Duration.ofSeconds(5), "the service restarts");
    }
    switch (write) {
      case SiteWrite.Upsert(var key, var payload) -> of(kind).put(key, payload);
      case SiteWrite.Delete(var key) -> {
        if (now >= forgetsDeletionsUntil) {
          of(kind).remove(key);
        }
      }
    }
    return SiteResult.APPLIED;
  }

  public boolean isReadable(Kind kind, long now) {
    return now >= unreadableUntil.getOrDefault(kind, 0L);
  }

  /** Somebody at the site changes or removes what is there. False if there is nothing of ours. */
  public boolean drift(Kind kind, Chance chance) {
    var all = of(kind);
    if (all.size() < 2) {
      return false;
    }
    var key = List.copyOf(all.keySet()).get(chance.below(all.size()));
    if (key.equals(LOCAL)) {
      return false;
    }
    if (chance.oneIn(3)) {
      all.remove(key);
    } else {
      all.put(key, Payload.of("drift" + chance.below(1000)));
    }
    return true;
  }

  public long latency(long now, Chance chance) {
    return now < slowUntil ? chance.seconds(15, 45) : chance.millis(2, 300);
  }

  public void heal() {
    slowUntil = 0;
    refuseUntil = 0;
    deferUntil = 0;
    downUntil = 0;
    diskFullUntil = 0;
    forgetsDeletionsUntil = 0;
    probeHangsUntil = 0;
    unreadableUntil.clear();
  }
}
