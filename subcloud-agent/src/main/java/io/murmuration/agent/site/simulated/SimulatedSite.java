package io.murmuration.agent.site.simulated;

import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.Verdict;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps items in memory. Deterministic: what happens depends only on the calls. Thread-safe.
 *
 * <p>It outlives crashes of the agent, as the services of a real site do. Calls return at once;
 * whoever wants latency delays the executor that the calls run on.
 */
public final class SimulatedSite implements Site {
  private final SortedMap<Kind, SortedSet<String>> capabilities;
  private final Map<Kind, SortedMap<ItemKey, Payload>> items = new EnumMap<>(Kind.class);
  private final Map<String, SiteResult> answers = new HashMap<>();
  private final SimulatedAudits audits = new SimulatedAudits();
  private final SimulatedSoftware software = new SimulatedSoftware();
  private @Nullable String unreachable;
  private Verdict verdict = Verdict.UP;
  private int drifts;

  public SimulatedSite(Map<Kind, ? extends SortedSet<String>> capabilities) {
    var copy = new TreeMap<Kind, SortedSet<String>>();
    capabilities.forEach((kind, types) -> copy.put(kind, new TreeSet<>(types)));
    this.capabilities = copy;
  }

  @Override
  public SortedMap<Kind, SortedSet<String>> capabilities() {
    return capabilities;
  }

  @Override
  public synchronized SiteReading read(Kind kind, SortedSet<ItemKey> keys, boolean bypassCache) {
    if (unreachable != null) {
      return new SiteReading.Failed(unreachable, Duration.ofSeconds(5));
    }
    var here = items(kind);
    var values = new TreeMap<ItemKey, Payload>();
    for (var key : keys) {
      var value = here.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return new SiteReading.Values(values);
  }

  @Override
  public synchronized List<SiteResult> write(Kind kind, List<SiteWrite> writes) {
    var results = new ArrayList<SiteResult>(writes.size());
    for (var write : writes) {
      results.add(write(kind, write));
    }
    return results;
  }

  private SiteResult write(Kind kind, SiteWrite write) {
    var type = write.key().type();
    var types = capabilities.get(kind);
    if (types == null || !types.contains(type)) {
      return new SiteResult.Refused("unsupported type " + kind + "/" + type);
    }
    if (unreachable != null) {
      return new SiteResult.Deferred(Duration.ofSeconds(5), unreachable);
    }
    var answer = answers.getOrDefault(type, SiteResult.APPLIED);
    if (answer instanceof SiteResult.Applied) {
      switch (write) {
        case SiteWrite.Upsert(var key, var payload) -> items(kind).put(key, payload);
        case SiteWrite.Delete(var key) -> items(kind).remove(key);
      }
    }
    return answer;
  }

  @Override
  public synchronized Verdict verdict() {
    return verdict;
  }

  @Override
  public SimulatedSoftware software() {
    return software;
  }

  @Override
  public SimulatedAudits audits() {
    return audits;
  }

  /** Somebody changes an item of this type behind the agent's back. Empty if there is none. */
  public synchronized Optional<ItemKey> drift(Kind kind, String type) {
    var here = items(kind);
    for (var key : here.keySet()) {
      if (key.type().equals(type)) {
        here.put(key, Payload.of("{\"drift\":" + ++drifts + "}"));
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** From now on writes of this type get this answer and change nothing. */
  public synchronized void answer(String type, SiteResult answer) {
    answers.put(type, answer);
  }

  /** From now on nothing can be read or written. */
  public synchronized void unreachable(String why) {
    unreachable = why;
  }

  public synchronized void verdict(Verdict next) {
    verdict = next;
  }

  /** Takes all faults away; what drifted stays. */
  public synchronized void heal() {
    answers.clear();
    unreachable = null;
    verdict = Verdict.UP;
    audits.heal();
  }

  /** What is there; a copy. */
  public synchronized SortedMap<ItemKey, Payload> contents(Kind kind) {
    return new TreeMap<>(items(kind));
  }

  @Override
  public void close() {}

  private SortedMap<ItemKey, Payload> items(Kind kind) {
    return items.computeIfAbsent(kind, _ -> new TreeMap<>());
  }
}
