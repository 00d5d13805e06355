package io.murmuration.agent.runtime;

import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.session.DialGate;
import io.murmuration.agent.session.HubClient;
import io.murmuration.agent.session.Hubs;
import io.murmuration.agent.session.LastHub;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.agent.session.TlsConnector;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** An agent with its way to the hub. Confined to the lane but for {@link #holds}. */
public final class ConnectedAgent implements AutoCloseable {
  private static final Duration FIRST_VERDICT = Duration.ofSeconds(5);

  private final Agent agent;
  private final TlsConnector connector;
  private final HubClient client;

  /**
   * @param hubAddresses to dial; empty: those of the enrolment
   * @param last which hub was good
   */
  public ConnectedAgent(
      AgentSetup setup,
      Identity identity,
      List<String> hubAddresses,
      LastHub last,
      Trusts trusts,
      DialGate gate,
      SessionPolicy policy) {
    this.agent = new Agent(setup, trusts);
    var lane = setup.means().lane();
    this.connector = new TlsConnector(lane.loop(), identity);
    this.client =
        new HubClient(
            identity.subcloudName(),
            lane,
            setup.means().disk(),
            setup.journal()::nextDial,
            connector,
            gate,
            policy,
            hubAddresses.isEmpty()
                ? new Hubs(identity.hubAddresses(), false, last)
                : new Hubs(hubAddresses, true, last),
            agent);
  }

  public void start() {
    agent.whenAsked(FIRST_VERDICT, client::start);
  }

  /** From the next dial on. */
  public void identity(Identity next) {
    connector.identity(next);
  }

  /** Stops reading the stream, to see what that costs the hub. */
  public void deaf() {
    client.deaf();
  }

  public boolean isConnected() {
    return client.isWelcomed();
  }

  public SortedMap<Kind, Revision> holds() {
    return agent.holds();
  }

  /** What the journal wants at the site; any thread may ask. */
  public SortedMap<ItemKey, Payload> wants(Kind kind) {
    return agent.wants(kind);
  }

  /** As in a crash: nothing is said, what is under way is dropped. */
  @Override
  public void close() {
    client.close();
    agent.close();
  }
}
