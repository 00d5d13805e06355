package io.murmuration.sync.hub;

import org.jspecify.annotations.Nullable;

/**
 * What the rest of the hub decided or found out about a subcloud.
 *
 * @param generation grows with each decision of an operator; every status write names it
 * @param managed nothing is pushed to an unmanaged subcloud
 * @param online nothing is pushed to a site that reports itself down
 * @param hold why nothing may be pushed although it is managed, or null
 */
public record Inputs(long generation, boolean managed, boolean online, @Nullable String hold) {
  public Inputs online(boolean next) {
    return new Inputs(generation, managed, next, hold);
  }
}
