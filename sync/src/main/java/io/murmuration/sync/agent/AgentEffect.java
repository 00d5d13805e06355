package io.murmuration.sync.agent;

import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** What the agent's machine wants done. */
public sealed interface AgentEffect {
  /** Read these keys at the site; answered by ReadDone or ReadFailed. */
  record Read(SortedSet<ItemKey> keys, boolean bypassCache) implements AgentEffect {}

  /** Make these changes in order; answered by WriteDone with as many results. */
  record Write(List<SiteWrite> writes) implements AgentEffect {
    public Write {
      writes = List.copyOf(writes);
    }
  }

  /** Make durable (write aside, fsync, rename); answered by Persisted or PersistFailed. */
  record Persist(KindJournal journal) implements AgentEffect {}

  /** Answer the push of this attempt. */
  record Reply(long attempt, Answer answer) implements AgentEffect {}

  /**
   * An observation is complete.
   *
   * @param auditId the hub's question, or 0: then only a changed digest is worth a heartbeat
   * @param items digest per item as it is at the site, for drilling down
   */
  record Observed(long auditId, Holding holding, SortedMap<ItemKey, Digest> items)
      implements AgentEffect {}

  /**
   * A question could not be answered, because the site could not be read.
   *
   * @param auditId the hub's question, or 0
   */
  record Unreadable(long auditId, String why) implements AgentEffect {}
}
