package io.murmuration.agent.runtime;

import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.identity.Renewal;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.session.TlsConnector;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the certificate in time, and takes over the hub's trust bundles. Confined to the lane;
 * what blocks runs on {@code blocking}.
 */
public final class IdentityUpkeep implements Trusts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IdentityUpkeep.class);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final String enrolmentAddress;
  private final Lane lane;
  private final Executor blocking;
  private final IdentityStore store;
  private final Faults faults;
  private @Nullable Consumer<Identity> users;
  private @Nullable Renewal renewal;

  /**
   * @param enrolmentAddress host:port of a hub's listener, which also renews
   */
  public IdentityUpkeep(
      String enrolmentAddress, Lane lane, Executor blocking, IdentityStore store, Faults faults) {
    this.enrolmentAddress = enrolmentAddress;
    this.lane = lane;
    this.blocking = blocking;
    this.store = store;
    this.faults = faults;
  }

  /**
   * @param told of each new identity
   */
  public void start(InstantSource clock, Identity identity, Consumer<Identity> told) {
    users = told;
    renewal = new Renewal(lane, blocking, clock, identity, this::renew, told);
    renewal.start();
  }

  @Override
  public void trust(String bundlePem) {
    blocking.execute(() -> {
      try {
        var identity = store.saveTrust(bundlePem);
        lane.run(() -> trusted(identity));
      } catch (IOException | GeneralSecurityException e) {
        // The old bundle stays; the hub sends it again with the next session.
        log.warn("trust bundle not taken reason={}", e.getMessage());
      }
    });
  }

  private void trusted(Identity identity) {
    log.info("trust bundle stored certificates={}", identity.trust().size());
    if (users != null) {
      users.accept(identity);
    }
  }

  @Override
  public void renewNow() {
    if (renewal != null) {
      renewal.renewNow();
    }
  }

  /** On a connection of its own, which shows the certificate even if it has expired. */
  private EnrolmentResult renew() {
    try {
      var identity = store.load();
      if (identity.isEmpty()) {
        return new EnrolmentResult.Refused("the agent is not enrolled");
      }
      var channel =
          TlsConnector.channel(enrolmentAddress, HubTls.mutual(identity.get()), lane.loop());
      try {
        return new EnrolmentClient(channel, DEADLINE).renew(store);
      } finally {
        channel.shutdownNow();
      }
    } catch (SSLException | GeneralSecurityException e) {
      return new EnrolmentResult.Refused("the identity cannot be used: " + e.getMessage());
    } catch (IOException e) {
      return new EnrolmentResult.Unreachable("the identity cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      faults.report("renewal", e);
      return new EnrolmentResult.Unreachable("a fault of the agent; its log says more");
    }
  }

  @Override
  public void close() {
    if (renewal != null) {
      renewal.close();
    }
  }
}
