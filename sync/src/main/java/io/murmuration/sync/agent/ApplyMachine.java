package io.murmuration.sync.agent;

import io.murmuration.sync.agent.AgentState.Later;
import io.murmuration.sync.agent.AgentState.Phase;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.port.Digester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies pushes to one kind of one site: compare locally, write only the difference, read back,
 * make it durable, then answer.
 *
 * <p>Applying is idempotent, so a crash anywhere between is repaired by the next push; the journal
 * moves only after the site was read back. Nothing is deleted that a push does not list.
 */
public final class ApplyMachine implements AgentMachine {
  private static final Duration JOURNAL_RETRY = Duration.ofSeconds(30);
  private static final Duration DELETION_RETRY = Duration.ofSeconds(30);
  private static final Duration LACKING_RETRY = Duration.ofMinutes(1);

  private static final Payload LACKING = Payload.of("lacking");
  private static final SortedMap<ItemKey, Payload> NOTHING_REMAINS = Collections.emptySortedMap();

  private final Kind kind;
  private final Digester digester;

  public ApplyMachine(Kind kind, Digester digester) {
    this.kind = kind;
    this.digester = digester;
  }

  @Override
  public AgentStep step(AgentState state, AgentEvent event) {
    var effects = new ArrayList<AgentEffect>();
    var after =
        switch (event) {
          case AgentEvent.PushArrived(var order) ->
              state.phase() instanceof Phase.Idle
                  ? begin(state, order, effects)
                  : state.waiting(order);
          case AgentEvent.AuditAsked asked ->
              state.phase() instanceof Phase.Idle
                  ? beginAudit(state, asked, effects)
                  : state.audit(newer(state, asked));
          case AgentEvent.ReadDone(var values) -> read(state, values, effects);
          case AgentEvent.ReadFailed(var why, var after1) ->
              readFailed(state, why, after1, effects);
          case AgentEvent.WriteDone(var results) -> wrote(state, results, effects);
          case AgentEvent.Persisted _ -> persisted(state, effects);
          case AgentEvent.PersistFailed(var why) -> persistFailed(state, why, effects);
        };
    return new AgentStep(after, effects);
  }

  private static AgentEvent.AuditAsked newer(AgentState state, AgentEvent.AuditAsked asked) {
    var known = state.audit();
    return known == null
        ? asked
        : new AgentEvent.AuditAsked(
            Math.max(known.auditId(), asked.auditId()), known.bypassCache() || asked.bypassCache());
  }

  private AgentState begin(AgentState state, PushOrder order, List<AgentEffect> effects) {
    var journal = state.journal();
    boolean sameHistory = journal.lineage().equals(order.lineage());
    if (sameHistory && journal.held().isAfter(order.to())) {
      // Overtaken; what is held stays. The observation tells the hub.
      effects.add(
          new AgentEffect.Reply(
              order.attempt(), new Answer.Rejected("the site holds a later revision")));
      return idle(state, effects);
    }
    // A difference from an earlier revision than the one held lists more than needed, never less.
    if (!order.full() && (!sameHistory || order.from().isAfter(journal.held()))) {
      effects.add(new AgentEffect.Reply(order.attempt(), new Answer.NeedFull()));
      return idle(state, effects);
    }
    var wanted = new TreeMap<ItemKey, Payload>();
    if (!order.full()) {
      wanted.putAll(journal.wanted());
    }
    order.items().forEach(entry -> wanted.put(entry.key(), entry.payload()));
    order.deletions().forEach(wanted::remove);
    if (!digester.rootOf(kind, wanted).equals(order.target())) {
      effects.add(
          new AgentEffect.Reply(
              order.attempt(),
              order.full()
                  ? new Answer.Rejected("the items do not add up to the digest announced")
                  : new Answer.NeedFull()));
      return idle(state, effects);
    }
    var keys = new TreeSet<>(wanted.keySet());
    keys.addAll(order.deletions());
    effects.add(new AgentEffect.Read(keys, true));
    return state.phase(new Phase.Comparing(order, wanted));
  }

  private AgentState beginAudit(
      AgentState state, AgentEvent.AuditAsked asked, List<AgentEffect> effects) {
    effects.add(
        new AgentEffect.Read(
            new TreeSet<>(state.journal().wanted().keySet()), asked.bypassCache()));
    return state.phase(new Phase.Auditing(asked.auditId()));
  }

  private AgentState read(
      AgentState state, SortedMap<ItemKey, Payload> values, List<AgentEffect> effects) {
    return switch (state.phase()) {
      case Phase.Auditing(var auditId) -> {
        effects.add(observed(auditId, state.journal(), values));
        yield idle(state.phase(Phase.IDLE), effects);
      }
      case Phase.Comparing(var order, var wanted) -> compare(state, order, wanted, values, effects);
      case Phase.Checking checking -> checked(state, checking, values, effects);
      case Phase.Idle _, Phase.Writing _, Phase.Persisting _ -> throw unexpected(state, "ReadDone");
    };
  }

  private AgentState compare(
      AgentState state,
      PushOrder order,
      SortedMap<ItemKey, Payload> wanted,
      SortedMap<ItemKey, Payload> values,
      List<AgentEffect> effects) {
    var kept = new TreeMap<ItemKey, Refusal>();
    var writes = new ArrayList<SiteWrite>();
    for (var key : applyOrder(wanted)) {
      var payload = wanted.get(key);
      if (payload == null || payload.equals(values.get(key))) {
        continue;
      }
      keepOrWrite(state, order, new SiteWrite.Upsert(key, payload), kept, writes);
    }
    for (var key : order.deletions()) {
      if (values.containsKey(key)) {
        keepOrWrite(state, order, new SiteWrite.Delete(key), kept, writes);
      }
    }
    keepUnmentioned(state, order, wanted, kept);
    if (writes.isEmpty()) {
      var done = new Phase.Checking(order, wanted, kept, NOTHING_REMAINS, null, null);
      return checked(state.phase(done), done, values, effects);
    }
    effects.add(new AgentEffect.Write(writes));
    return state.phase(new Phase.Writing(order, wanted, writes, kept));
  }

  private void keepOrWrite(
      AgentState state,
      PushOrder order,
      SiteWrite write,
      SortedMap<ItemKey, Refusal> kept,
      List<SiteWrite> writes) {
    var refusal = state.journal().refusals().get(write.key());
    if (refusal != null && !order.retryRefused() && refusal.item().equals(refusedItem(write))) {
      kept.put(write.key(), refusal);
    } else {
      writes.add(write);
    }
  }

  /** A deletion refused earlier stays refused: a difference does not list it again. */
  private static void keepUnmentioned(
      AgentState state,
      PushOrder order,
      SortedMap<ItemKey, Payload> wanted,
      SortedMap<ItemKey, Refusal> kept) {
    if (order.full()) {
      return;
    }
    state
        .journal()
        .refusals()
        .forEach((key, refusal) -> {
          if (!wanted.containsKey(key) && !order.deletions().contains(key)) {
            kept.put(key, refusal);
          }
        });
  }

  /** Everything wanted, not only what the push carries: drift of the rest is repaired with it. */
  private static List<ItemKey> applyOrder(SortedMap<ItemKey, Payload> wanted) {
    var keys = new ArrayList<>(wanted.keySet());
    keys.sort(io.murmuration.sync.resource.ApplyOrder.UPSERTS);
    return keys;
  }

  private AgentState wrote(AgentState state, List<SiteResult> results, List<AgentEffect> effects) {
    if (!(state.phase() instanceof Phase.Writing writing)
        || results.size() != writing.writes().size()) {
      throw unexpected(state, "WriteDone with " + results.size() + " results");
    }
    var refusals = new TreeMap<>(writing.kept());
    var remains = new TreeMap<ItemKey, Payload>();
    Later later = null;
    Later lacking = null;
    for (int i = 0; i < results.size(); i++) {
      var key = writing.writes().get(i).key();
      switch (results.get(i)) {
        case SiteResult.Applied _ -> {}
        case SiteResult.Reset(var left) -> remains.put(key, left);
        case SiteResult.Refused(var why) ->
            refusals.put(key, new Refusal(key, refusedItem(writing.writes().get(i)), why));
        case SiteResult.Lacking(var why) -> {
          // Under no value's digest, so that the next push does not take it for settled.
          refusals.put(key, new Refusal(key, digester.item(kind, key, LACKING), why));
          lacking = Later.sooner(lacking, new Later(LACKING_RETRY, key + ": " + why, List.of(key)));
        }
        case SiteResult.Deferred(var after, var why) ->
            later = Later.sooner(later, new Later(after, key + ": " + why, List.of(key)));
      }
    }
    var keys = new TreeSet<>(writing.wanted().keySet());
    keys.addAll(writing.order().deletions());
    effects.add(new AgentEffect.Read(keys, true));
    return state.phase(
        new Phase.Checking(writing.order(), writing.wanted(), refusals, remains, later, lacking));
  }

  private Digest refusedItem(SiteWrite write) {
    return switch (write) {
      case SiteWrite.Upsert(var key, var payload) -> digester.item(kind, key, payload);
      case SiteWrite.Delete(var key) -> digester.item(kind, key, Payload.of("deleted"));
    };
  }

  private AgentState checked(
      AgentState state,
      Phase.Checking checking,
      SortedMap<ItemKey, Payload> values,
      List<AgentEffect> effects) {
    var order = checking.order();
    var deferred = unfinished(checking, values);
    if (deferred != null) {
      effects.add(
          new AgentEffect.Reply(
              order.attempt(),
              new Answer.Deferred(deferred.after(), deferred.why(), deferred.items())));
      return idle(state.phase(Phase.IDLE), effects);
    }
    var next = new KindJournal(order.to(), order.lineage(), checking.wanted(), checking.refusals());
    if (next.equals(state.journal())) {
      return finish(state, order, values, effects); // a repair of drift: nothing new to remember
    }
    effects.add(new AgentEffect.Persist(next));
    return state.phase(new Phase.Persisting(order, next, values));
  }

  private static @Nullable Later unfinished(
      Phase.Checking checking, SortedMap<ItemKey, Payload> values) {
    if (checking.deferred() != null) {
      return checking.deferred();
    }
    var undeleted = undeleted(checking, values);
    return undeleted != null || isRestAsWanted(checking, values) ? undeleted : checking.lacking();
  }

  private static boolean isRestAsWanted(
      Phase.Checking checking, SortedMap<ItemKey, Payload> values) {
    return checking.wanted().entrySet().stream()
        .allMatch(item ->
            checking.refusals().containsKey(item.getKey())
                || item.getValue().equals(values.get(item.getKey())));
  }

  /** A deletion counts once it is seen: nobody would look for it after the journal moved. */
  private static @Nullable Later undeleted(
      Phase.Checking checking, SortedMap<ItemKey, Payload> values) {
    for (var key : checking.order().deletions()) {
      var left = values.get(key);
      if (left != null
          && !left.equals(checking.remains().get(key))
          && !checking.refusals().containsKey(key)) {
        return new Later(DELETION_RETRY, key + ": deleted, but still at the site", List.of(key));
      }
    }
    return null;
  }

  private AgentState persisted(AgentState state, List<AgentEffect> effects) {
    if (!(state.phase() instanceof Phase.Persisting(var order, var next, var values))) {
      throw unexpected(state, "Persisted");
    }
    return finish(state.journal(next), order, values, effects);
  }

  private AgentState finish(
      AgentState state,
      PushOrder order,
      SortedMap<ItemKey, Payload> values,
      List<AgentEffect> effects) {
    var observed = observed(0, state.journal(), values);
    effects.add(new AgentEffect.Reply(order.attempt(), new Answer.Finished(observed.holding())));
    effects.add(observed);
    return idle(state.phase(Phase.IDLE), effects);
  }

  private AgentState readFailed(
      AgentState state, String why, Duration retryAfter, List<AgentEffect> effects) {
    var deferred = new Answer.Deferred(retryAfter, "the site cannot be read: " + why);
    effects.add(
        switch (state.phase()) {
          case Phase.Comparing comparing ->
              new AgentEffect.Reply(comparing.order().attempt(), deferred);
          case Phase.Checking checking ->
              new AgentEffect.Reply(checking.order().attempt(), deferred);
          case Phase.Auditing(var auditId) -> new AgentEffect.Unreadable(auditId, why);
          case Phase.Idle _, Phase.Writing _, Phase.Persisting _ ->
              throw unexpected(state, "ReadFailed");
        });
    return idle(state.phase(Phase.IDLE), effects);
  }

  private AgentState persistFailed(AgentState state, String why, List<AgentEffect> effects) {
    if (!(state.phase() instanceof Phase.Persisting persisting)) {
      throw unexpected(state, "PersistFailed");
    }
    effects.add(
        new AgentEffect.Reply(
            persisting.order().attempt(),
            new Answer.Deferred(JOURNAL_RETRY, "the agent's journal cannot be written: " + why)));
    return idle(state.phase(Phase.IDLE), effects);
  }

  /** Takes up what came meanwhile: a push before a question, since it is also an observation. */
  private AgentState idle(AgentState state, List<AgentEffect> effects) {
    var rest = state.phase(Phase.IDLE);
    var order = rest.waiting();
    if (order != null) {
      return begin(rest.waiting(null), order, effects);
    }
    var audit = rest.audit();
    return audit == null ? rest : beginAudit(rest.audit(null), audit, effects);
  }

  private AgentEffect.Observed observed(
      long auditId, KindJournal journal, SortedMap<ItemKey, Payload> values) {
    var items = new TreeMap<ItemKey, Digest>();
    for (var key : journal.wanted().keySet()) {
      var payload = values.get(key);
      if (payload != null) {
        items.put(key, digester.item(kind, key, payload));
      }
    }
    var holding =
        new Holding(
            journal.held(), digester.root(kind, items), List.copyOf(journal.refusals().values()));
    return new AgentEffect.Observed(auditId, holding, items);
  }

  private static IllegalStateException unexpected(AgentState state, String event) {
    return new IllegalStateException(event + " in " + state.phase().getClass().getSimpleName());
  }
}
