package io.murmuration.sync.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site holds of one kind, as last observed there.
 *
 * @param revision the last finished one: every item applied or refused
 * @param digest root over the values read at the site for exactly the wanted keys; null if not
 *     observed, or observed with another digest key
 */
public record Holding(Revision revision, @Nullable Digest digest, List<Refusal> refusals) {
  public static final Holding NOTHING = new Holding(Revision.NONE, null, List.of());

  public Holding {
    refusals = List.copyOf(refusals);
  }
}
