package io.murmuration.sync.port;

import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;

/** The way to the agents. May lose, delay and cut; must not throw. Called by the lane's owner. */
public interface AgentLink {
  /** False if the stream does not take data now: {@code HubLane.streamReady} follows later. */
  boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push);

  /** Ask for an observation of the kind; answered by {@code HubLane.seen}. */
  void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache);

  /** End the stream because nothing was heard from the agent for too long. */
  void cutSilent(SubcloudId id, SessionEpoch epoch);
}
