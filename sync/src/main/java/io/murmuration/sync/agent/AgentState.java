package io.murmuration.sync.agent;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One kind at the agent. Immutable.
 *
 * @param journal what is durable
 * @param waiting the newest push that came while another was being applied; an older one that
 *     waited is never answered: the hub has given it up
 * @param audit the newest question that came while something was under way
 */
public record AgentState(
    KindJournal journal,
    Phase phase,
    @Nullable PushOrder waiting,
    AgentEvent.@Nullable AuditAsked audit) {

  public static AgentState of(KindJournal journal) {
    return new AgentState(journal, Phase.IDLE, null, null);
  }

  /** Where the work stands. */
  public sealed interface Phase {
    Phase IDLE = new Idle();

    record Idle() implements Phase {}

    /** Reading the site to answer a question. */
    record Auditing(long auditId) implements Phase {}

    /** Reading the site to find what differs. */
    record Comparing(PushOrder order, SortedMap<ItemKey, Payload> wanted) implements Phase {}

    record Writing(
        PushOrder order,
        SortedMap<ItemKey, Payload> wanted,
        List<SiteWrite> writes,
        SortedMap<ItemKey, Refusal> kept)
        implements Phase {}

    /**
     * Reading back.
     *
     * @param remains what the site said is left of what was deleted: its defaults
     * @param deferred when some items could not be taken now
     * @param lacking when some items need what is not at the site: final only if everything else is
     *     as wanted, since else what they need may be among it
     */
    record Checking(
        PushOrder order,
        SortedMap<ItemKey, Payload> wanted,
        SortedMap<ItemKey, Refusal> refusals,
        SortedMap<ItemKey, Payload> remains,
        @Nullable Later deferred,
        @Nullable Later lacking)
        implements Phase {}

    /** Waiting for the journal. */
    record Persisting(PushOrder order, KindJournal next, SortedMap<ItemKey, Payload> values)
        implements Phase {}
  }

  /**
   * Not now, but after about this delay.
   *
   * @param items which; empty if it is not about single ones
   */
  public record Later(Duration after, String why, List<ItemKey> items) {
    public Later {
      items = List.copyOf(items);
    }

    /** Both: after the shorter delay, with its words. */
    static Later sooner(@Nullable Later known, Later more) {
      if (known == null) {
        return more;
      }
      var first = more.after.compareTo(known.after) < 0 ? more : known;
      return new Later(
          first.after,
          first.why,
          Stream.concat(known.items.stream(), more.items.stream()).toList());
    }
  }

  AgentState phase(Phase next) {
    return new AgentState(journal, next, waiting, audit);
  }

  AgentState journal(KindJournal next) {
    return new AgentState(next, phase, waiting, audit);
  }

  AgentState waiting(@Nullable PushOrder next) {
    return new AgentState(journal, phase, next, audit);
  }

  AgentState audit(AgentEvent.@Nullable AuditAsked next) {
    return new AgentState(journal, phase, waiting, next);
  }
}
