package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.operation.OperationSetup;
import io.murmuration.agent.site.Site;

/** What an agent works with; all of it stays the caller's to close. */
public record AgentSetup(
    AgentInfo info,
    Site site,
    OperationSetup operations,
    Journal journal,
    KindWorker.Means means,
    SharedWork shared) {}
