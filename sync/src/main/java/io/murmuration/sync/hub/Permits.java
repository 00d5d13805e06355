package io.murmuration.sync.hub;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * How many pushes of a lane may wait for an answer at once. Subclouds whose last attempt failed
 * ("suspects") queue apart and get at most an eighth of the permits, so that a failing part of the
 * fleet cannot hold up the rest. When both wait, they take turns, so that neither starves.
 */
public final class Permits {
  private static final int SUSPECT_SHARE = 8;

  private final int limit;
  private final int suspectLimit;
  private final LinkedHashSet<Claim> waiting = new LinkedHashSet<>();
  private final LinkedHashSet<Claim> suspects = new LinkedHashSet<>();
  private final LinkedHashSet<Claim> held = new LinkedHashSet<>();
  private final LinkedHashSet<Claim> heldBySuspects = new LinkedHashSet<>();
  private boolean suspectServedLast;

  /** Who asks; at most one permit each. */
  public record Claim(SubcloudId id, Kind kind) {}

  public Permits(int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("permits: " + limit + " (expected: > 0)");
    }
    this.limit = limit;
    this.suspectLimit = Math.max(1, limit / SUSPECT_SHARE);
  }

  public void ask(Claim claim, boolean suspect) {
    (suspect ? suspects : waiting).add(claim);
  }

  public void withdraw(Claim claim) {
    waiting.remove(claim);
    suspects.remove(claim);
  }

  public void giveBack(Claim claim) {
    if (!held.remove(claim)) {
      heldBySuspects.remove(claim);
    }
  }

  /** Forgets the claim wherever it is. */
  public void drop(Claim claim) {
    withdraw(claim);
    giveBack(claim);
  }

  /** The next one to serve; it holds its permit from now on. */
  public Optional<Claim> grant() {
    if (held() >= limit) {
      return Optional.empty();
    }
    boolean suspectMay = !suspects.isEmpty() && heldBySuspects.size() < suspectLimit;
    if (suspectMay && (waiting.isEmpty() || !suspectServedLast)) {
      suspectServedLast = true;
      var claim = suspects.removeFirst();
      heldBySuspects.add(claim);
      return Optional.of(claim);
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    suspectServedLast = false;
    var claim = waiting.removeFirst();
    held.add(claim);
    return Optional.of(claim);
  }

  public int held() {
    return held.size() + heldBySuspects.size();
  }

  public int queued() {
    return waiting.size() + suspects.size();
  }

  public int limit() {
    return limit;
  }

  public boolean isHeld(Claim claim) {
    return held.contains(claim) || heldBySuspects.contains(claim);
  }
}
