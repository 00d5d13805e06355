package io.murmuration.sync.hub;

import io.murmuration.sync.model.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the hub decided or found out about a subcloud.
 *
 * @param generation grows with each decision of an operator; every status write names it
 * @param managed nothing but {@code dc-cert} is pushed to an unmanaged subcloud
 * @param online nothing is pushed to a site that reports itself down
 * @param hold why nothing may be pushed although it is managed, or null
 * @param deploying the deploy status, if software is being deployed to it or that failed; or null
 */
public record Inputs(
    long generation,
    boolean managed,
    boolean online,
    @Nullable String hold,
    @Nullable String deploying) {
  /** Of a subcloud to which no software is being deployed. */
  public Inputs(long generation, boolean managed, boolean online, @Nullable String hold) {
    this(generation, managed, online, hold, null);
  }

  /**
   * What counts for one kind: the admin endpoint's certificate is kept while a subcloud is
   * unmanaged too, because its end would lock everybody out.
   */
  Inputs of(Kind kind) {
    return kind == Kind.DC_CERT && !managed
        ? new Inputs(generation, true, online, hold, deploying)
        : this;
  }

  public Inputs online(boolean next) {
    return new Inputs(generation, managed, next, hold, deploying);
  }
}
