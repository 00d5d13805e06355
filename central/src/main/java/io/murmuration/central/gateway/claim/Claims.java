package io.murmuration.central.gateway.claim;

import io.murmuration.central.gateway.claim.ClaimQueue.Pending;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.proto.GoAway;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims streams in the database: one thread per node, many claims in one transaction of five
 * statements. The answers come on that thread, after the commit, in the order of epochs.
 */
public final class Claims implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
  private static final ClaimOutcome LATER =
      new ClaimOutcome.Refused(GoAway.Reason.BUSY, "the claim could not be written");

  private final Transactions transactions;
  private final UUID incarnation;
  private final GatewayMetrics metrics;
  private final Faults faults;
  private final LongSupplier nanoClock;
  private final ClaimRepository repository = new ClaimRepository();
  private final LostCertificateRepository lost = new LostCertificateRepository();
  private final ClaimQueue queue = new ClaimQueue();
  private final Thread thread;

  public Claims(
      Transactions transactions,
      UUID incarnation,
      GatewayMetrics metrics,
      Faults faults,
      LongSupplier nanoClock) {
    this.transactions = transactions;
    this.incarnation = incarnation;
    this.metrics = metrics;
    this.faults = faults;
    this.nanoClock = nanoClock;
    this.thread = Thread.ofPlatform().name("claims").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * From any thread. False if too many claims wait.
   *
   * @param answer called on the claims' thread, or at once on the caller's of a newer or older
   *     claim of the same subcloud; must be quick
   */
  public boolean submit(ClaimRequest request, Consumer<ClaimOutcome> answer) {
    return queue.offer(new Pending(request, answer));
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        decide(queue.take());
      }
    } catch (InterruptedException e) {
      LOG.debug("claims end");
    }
  }

  private void decide(Map<SubcloudId, Pending> batch) {
    long began = nanoClock.getAsLong();
    var requests = batch.values().stream().map(Pending::request).toList();
    var outcomes = outcomes(requests);
    int accepted = 0;
    for (var pending : batch.values()) {
      var outcome = outcomes.getOrDefault(pending.request().id(), LATER);
      accepted += outcome instanceof ClaimOutcome.Accepted ? 1 : 0;
      try {
        pending.answer().accept(outcome);
      } catch (RuntimeException e) {
        faults.report("claims", e);
      }
    }
    metrics.claimed(
        accepted, batch.size() - accepted, Duration.ofNanos(nanoClock.getAsLong() - began));
  }

  /** Without those that could not be decided now. */
  private Map<SubcloudId, ClaimOutcome> outcomes(List<ClaimRequest> requests) {
    try {
      return transactions.inTx(tx -> decide(tx, requests));
    } catch (RuntimeException e) {
      boolean gone = DatabaseFailures.isRowGone(e);
      if ((gone || DatabaseFailures.isBadValue(e)) && requests.size() > 1) {
        return apart(requests);
      }
      if (!gone && !DatabaseFailures.isAway(e)) {
        faults.report("claims", e);
      }
      LOG.warn("{} claims not decided: {}", requests.size(), e.getMessage());
      return Map.of();
    }
  }

  /** One claim that the database does not take must not hold up the others. */
  private Map<SubcloudId, ClaimOutcome> apart(List<ClaimRequest> requests) {
    int half = requests.size() / 2;
    var outcomes = new HashMap<>(outcomes(requests.subList(0, half)));
    outcomes.putAll(outcomes(requests.subList(half, requests.size())));
    return outcomes;
  }

  private Map<SubcloudId, ClaimOutcome> decide(Tx tx, List<ClaimRequest> requests) {
    var outcomes = new HashMap<SubcloudId, ClaimOutcome>();
    var accepted = new ArrayList<ClaimRepository.Accepted>();
    var looked = repository.look(tx, requests);
    for (var request : requests) {
      var facts = looked.get(request.id());
      if (facts == null) {
        throw new IllegalStateException(request.id() + ": no facts (expected: a row each)");
      }
      var refusal = ClaimRules.refusal(request, facts.facts());
      if (refusal.isPresent()) {
        outcomes.put(request.id(), refusal.get());
      } else {
        var availability =
            Availability.opening(facts.facts().session().online(), request.verdict());
        accepted.add(new ClaimRepository.Accepted(request, availability));
      }
    }
    lost.takeIn(
        tx,
        accepted.stream()
            .map(ClaimRepository.Accepted::request)
            .filter(request -> isLost(request, looked.get(request.id())))
            .toList());
    if (!accepted.isEmpty()) {
      repository
          .claim(tx, incarnation, accepted)
          .forEach((id, epoch) -> {
            var facts = looked.get(id);
            if (facts != null) {
              outcomes.put(
                  id,
                  new ClaimOutcome.Accepted(
                      new Claimed(
                          epoch,
                          facts.subcloud().orElseThrow(),
                          facts.seq(),
                          facts.hub(),
                          facts.facts().session().online(),
                          facts.identitySynced())));
            }
          });
    }
    return outcomes;
  }

  private static boolean isLost(ClaimRequest request, ClaimRepository.@Nullable Looked facts) {
    return facts != null && ClaimRules.isLost(request, facts.facts());
  }

  /** Claims that wait are dropped: their streams are about to end. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
