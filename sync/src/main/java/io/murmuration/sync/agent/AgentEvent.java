package io.murmuration.sync.agent;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.util.List;
import java.util.SortedMap;

/** What can happen to one kind at the agent. */
public sealed interface AgentEvent {
  record PushArrived(PushOrder order) implements AgentEvent {}

  /**
   * Somebody wants to know what the site has: the hub ({@code auditId} &gt; 0) or the agent's own
   * period (0).
   */
  record AuditAsked(long auditId, boolean bypassCache) implements AgentEvent {}

  /** The answer to {@link AgentEffect.Read}: keys that are not at the site are not in the map. */
  record ReadDone(SortedMap<ItemKey, Payload> values) implements AgentEvent {}

  /** The site could not be read. */
  record ReadFailed(String why, java.time.Duration retryAfter) implements AgentEvent {}

  /** The answers to {@link AgentEffect.Write}, in its order. */
  record WriteDone(List<SiteResult> results) implements AgentEvent {
    public WriteDone {
      results = List.copyOf(results);
    }
  }

  /** The journal of {@link AgentEffect.Persist} is durable. */
  record Persisted() implements AgentEvent {}

  /** The journal could not be written: disk full, for example. */
  record PersistFailed(String why) implements AgentEvent {}
}
