package io.murmuration.sync.hub;

import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.model.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the hub decided or found out about a subcloud.
 *
 * @param generation grows with each decision of an operator; every status write names it
 * @param managed nothing but {@code dc-cert} is pushed to an unmanaged subcloud
 * @param online nothing is pushed to a site that reports itself down
 * @param hold why nothing may be pushed although it is managed, or null
 * @param deploying the deploy status, if software is being deployed to it or that failed; or null
 * @param drift which changes at the site are only told
 * @param overridden kinds of which the site holds another history, and an operator decided what is
 *     to be there instead: it is sent
 */
public record Inputs(
    long generation,
    boolean managed,
    boolean online,
    @Nullable String hold,
    @Nullable String deploying,
    DriftPolicy drift,
    Set<Kind> overridden) {
  public Inputs {
    overridden = Set.copyOf(overridden);
  }

  /** Of a subcloud about whose history nobody had to decide. */
  public Inputs(
      long generation,
      boolean managed,
      boolean online,
      @Nullable String hold,
      @Nullable String deploying,
      DriftPolicy drift) {
    this(generation, managed, online, hold, deploying, drift, Set.of());
  }

  /** Of a subcloud to which no software is being deployed, and whose drift is repaired. */
  public Inputs(long generation, boolean managed, boolean online, @Nullable String hold) {
    this(generation, managed, online, hold, null, DriftPolicy.ENFORCE);
  }

  /**
   * What counts for one kind: the admin endpoint's certificate is kept while a subcloud is
   * unmanaged too, because its end would lock everybody out.
   */
  Inputs of(Kind kind) {
    return kind == Kind.DC_CERT && !managed
        ? new Inputs(generation, true, online, hold, deploying, drift, overridden)
        : this;
  }

  public Inputs online(boolean next) {
    return new Inputs(generation, managed, next, hold, deploying, drift, overridden);
  }

  Inputs hold(String why) {
    return new Inputs(generation, managed, online, why, deploying, drift, overridden);
  }
}
