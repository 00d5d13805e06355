package io.murmuration.agent.apply;

import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.sync.agent.AgentEffect;
import io.murmuration.sync.agent.AgentEvent;
import io.murmuration.sync.agent.AgentState;
import io.murmuration.sync.agent.ApplyMachine;
import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.Digester;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One kind of one agent: feeds the core's machine and performs its effects. Confined to the lane
 * but for {@link #journal}. Effects run on the executors of {@link Means}, which may be the lane's
 * own thread; results come back as events.
 */
public final class KindWorker {
  private static final Duration FAULT_RETRY = Duration.ofSeconds(30);

  /** No push of a hub has this attempt. */
  private static final long NOBODY = 0;

  /** Told on the lane. */
  public interface Reports {
    void answered(Kind kind, long attempt, Answer answer);

    void observed(Kind kind, long auditId, Holding holding, SortedMap<ItemKey, Digest> items);

    void unreadable(Kind kind, long auditId, String why);
  }

  private final Kind kind;
  private final Site site;
  private final Journal journal;
  private final Means means;
  private final Reports reports;
  private final Queue<AgentEvent> events = new ArrayDeque<>();
  private volatile AgentState state;
  private @Nullable Digester digester;
  private Predicate<String> reported = _ -> false;
  private @Nullable ApplyMachine machine;
  private int journalKeyId;
  private boolean turning;
  private boolean closed;

  public KindWorker(Kind kind, Site site, Journal journal, Means means, Reports reports) {
    this.kind = kind;
    this.site = site;
    this.journal = journal;
    this.means = means;
    this.reports = reports;
    var entry = journal.start().kind(kind);
    this.state = AgentState.of(entry.journal());
    this.journalKeyId = entry.digestKeyId();
  }

  /** What is durable; any thread may ask. */
  public KindJournal journal() {
    return state.journal();
  }

  /** Key that the refusals of {@link #journal} were digested with. */
  public int journalKeyId() {
    return journalKeyId;
  }

  /** Each Welcome brings the key for digests; nothing can be compared before the first. */
  public void digester(Digester next) {
    digester = next;
    machine = new ApplyMachine(kind, next, reported);
  }

  /** From the next step on, drift of these resource types is told and not repaired. */
  public void report(Predicate<String> types) {
    reported = types;
    if (digester != null) {
      digester(digester);
    }
  }

  public void push(PushOrder order) {
    on(new AgentEvent.PushArrived(order));
  }

  /**
   * Has the site become what the journal wants, without a hub: as a push that brings nothing new,
   * whose answer nobody waits for. Only between streams: it takes the place of a push that waits.
   */
  public void enforce() {
    var by = digester;
    var held = state.journal();
    if (by != null && held.held().isAfter(Revision.NONE)) {
      on(
          new AgentEvent.PushArrived(
              new PushOrder(
                  NOBODY,
                  held.lineage(),
                  held.held(),
                  held.held(),
                  false,
                  false,
                  by.rootOf(kind, held.wanted()),
                  List.of(),
                  List.of())));
    }
  }

  public void audit(long auditId, boolean bypassCache) {
    on(new AgentEvent.AuditAsked(auditId, bypassCache));
  }

  /** Results that are under way are dropped. */
  public void close() {
    closed = true;
  }

  /** Events that effects lead to inline wait until the turn that caused them is over. */
  private void on(AgentEvent event) {
    events.add(event);
    if (turning) {
      return;
    }
    turning = true;
    try {
      for (var next = events.poll(); next != null && !closed; next = events.poll()) {
        turn(next);
      }
    } finally {
      turning = false;
    }
  }

  private void turn(AgentEvent event) {
    var decides = machine;
    if (decides == null) {
      throw new IllegalStateException(kind + ": " + event.getClass() + " before a digest key");
    }
    var step = decides.step(state, event);
    state = step.state();
    for (var effect : step.effects()) {
      perform(effect);
    }
  }

  private void perform(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.Read read -> means.siteCalls().execute(() -> back(read(read)));
      case AgentEffect.Write write -> means.siteCalls().execute(() -> back(write(write)));
      case AgentEffect.Persist(var next) -> persist(next);
      case AgentEffect.Reply(var attempt, var answer) -> reports.answered(kind, attempt, answer);
      case AgentEffect.Observed(var auditId, var holding, var items) ->
          reports.observed(kind, auditId, holding, items);
      case AgentEffect.Unreadable(var auditId, var why) -> reports.unreadable(kind, auditId, why);
    }
  }

  private void back(AgentEvent event) {
    means.lane().run(() -> on(event));
  }

  private AgentEvent read(AgentEffect.Read read) {
    try {
      return switch (site.read(kind, read.keys(), read.bypassCache())) {
        case SiteReading.Values(var values) -> new AgentEvent.ReadDone(values);
        case SiteReading.Failed(var why, var retryAfter) ->
            new AgentEvent.ReadFailed(why, retryAfter);
      };
    } catch (RuntimeException e) {
      means.faults().report("reading " + kind, e);
      return new AgentEvent.ReadFailed("a fault of the agent; its log says more", FAULT_RETRY);
    }
  }

  private AgentEvent write(AgentEffect.Write write) {
    int wanted = write.writes().size();
    try {
      var results = site.write(kind, write.writes());
      if (results.size() == wanted) {
        return new AgentEvent.WriteDone(results);
      }
      means
          .faults()
          .report(
              "writing " + kind,
              new IllegalStateException(results.size() + " results for " + wanted + " writes"));
    } catch (RuntimeException e) {
      means.faults().report("writing " + kind, e);
    }
    // What was written stays written; the next attempt finds it equal.
    var later = new ArrayList<SiteResult>();
    for (int i = 0; i < wanted; i++) {
      later.add(new SiteResult.Deferred(FAULT_RETRY, "a fault of the agent; its log says more"));
    }
    return new AgentEvent.WriteDone(List.copyOf(later));
  }

  private void persist(KindJournal next) {
    var by = digester;
    int keyId = by == null ? 0 : by.keyId();
    means
        .disk()
        .execute(() -> {
          try {
            journal.save(kind, new SiteJournal.Entry(next, keyId));
            means.lane().run(() -> persisted(keyId));
          } catch (IOException e) {
            back(new AgentEvent.PersistFailed(String.valueOf(e.getMessage())));
          }
        });
  }

  private void persisted(int keyId) {
    journalKeyId = keyId;
    on(new AgentEvent.Persisted());
  }

  /**
   * What effects run on.
   *
   * @param siteCalls for calls of the site, which may block
   * @param disk for writes of the journal, which block
   */
  public record Means(
      Lane lane,
      java.util.concurrent.Executor siteCalls,
      java.util.concurrent.Executor disk,
      Faults faults) {}
}
