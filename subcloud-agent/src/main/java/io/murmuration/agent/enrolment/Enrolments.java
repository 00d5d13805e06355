package io.murmuration.agent.enrolment;

import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.session.Backoff;
import io.murmuration.agent.session.BoundedGate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrols the agents of a process, some at once; who has a certificate keeps it. Thread-safe.
 *
 * @param <E> an agent
 */
public final class Enrolments<E extends Enrollee> {
  private static final Logger log = LoggerFactory.getLogger(Enrolments.class);

  private final EnrolmentClient client;
  private final Executor blocking;
  private final BoundedGate gate;
  private final Faults faults;
  private final BiConsumer<E, EnrolmentResult> done;

  /**
   * @param done told on the agent's lane once it is granted or refused, or no longer wanted
   */
  public Enrolments(
      EnrolmentClient client,
      Executor blocking,
      int atOnce,
      Faults faults,
      BiConsumer<E, EnrolmentResult> done) {
    this.client = client;
    this.blocking = blocking;
    this.gate = new BoundedGate(atOnce);
    this.faults = faults;
    this.done = done;
  }

  /** Repeated until the hub says yes or no. */
  public void enroll(E agent, String token) {
    var backoff =
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), agent.lane().random());
    agent.lane().run(() -> attempt(agent, token, backoff));
  }

  private void attempt(E agent, String token, Backoff backoff) {
    gate.acquire(() ->
        blocking.execute(() -> {
          var result = ask(agent, token);
          gate.release();
          agent.lane().run(() -> answered(agent, token, backoff, result));
        }));
  }

  private void answered(E agent, String token, Backoff backoff, EnrolmentResult result) {
    if (result instanceof EnrolmentResult.Unreachable(var why) && agent.isWanted()) {
      log.debug("enrolment {} waits reason={}", agent.name(), why);
      agent.lane().after(backoff.next(), () -> attempt(agent, token, backoff));
    } else {
      done.accept(agent, result);
    }
  }

  private EnrolmentResult ask(E agent, String token) {
    try (var store = IdentityStore.open(agent.directory().resolve("identity"))) {
      var known = store.load();
      return known.isPresent()
          ? new EnrolmentResult.Granted(known.get())
          : client.enroll(store, token);
    } catch (IOException | GeneralSecurityException e) {
      return new EnrolmentResult.Refused(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      faults.report("enrolment of " + agent.name(), e);
      return new EnrolmentResult.Refused("a fault of the agent; its log says more");
    }
  }
}
