package io.murmuration.central.recovery.conflict;

import io.murmuration.central.cluster.HubEpochs;
import io.murmuration.central.cluster.HubEpochs.Standing;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.cluster.SubcloudView.Conflict;
import io.murmuration.central.cluster.SubcloudView.Stage;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a site holds of histories that this hub does not know. Pure.
 *
 * @param strange by kind; empty as long as no backup was restored
 */
public record Histories(Map<Kind, Strange> strange) {
  /** Everything that the site holds is of this hub's past. */
  public static final Histories KNOWN = new Histories(Map.of());

  /**
   * What is held of one kind.
   *
   * @param known that history was lost is known already: an operator has recovered the hub since
   */
  public record Strange(Lineage lineage, Revision held, boolean known) {
    boolean is(Conflict conflict) {
      return conflict.lineage().equals(lineage) && conflict.held().equals(held);
    }
  }

  public Histories {
    var ordered = new EnumMap<Kind, Strange>(Kind.class);
    ordered.putAll(strange);
    strange = Collections.unmodifiableMap(ordered);
  }

  /**
   * From what Hello says. A conflict that was once found stays one, although the hub's revisions
   * may have passed the one that the site holds since: they are others.
   *
   * @param lineages of the holdings
   * @param applied what the image holds after a read that began after Hello
   * @param subcloud with the conflicts found before
   */
  public static Histories of(
      HubEpochs epochs,
      Map<Kind, Lineage> lineages,
      Map<Kind, Holding> holdings,
      Revision applied,
      SubcloudView subcloud) {
    var strange = new EnumMap<Kind, Strange>(Kind.class);
    holdings.forEach((kind, holding) -> {
      var lineage = lineages.getOrDefault(kind, Lineage.NONE);
      var standing = epochs.standing(lineage, holding.revision(), applied);
      var found = new Strange(lineage, holding.revision(), standing != Standing.UNKNOWN);
      if (standing != Standing.ANCESTOR || subcloud.conflict(kind).filter(found::is).isPresent()) {
        strange.put(kind, found);
      }
    });
    return strange.isEmpty() ? KNOWN : new Histories(strange);
  }

  /** Whether the site has followed this hub's history since, in all kinds. */
  public boolean isOver(Function<Kind, @Nullable KindState> now) {
    return strange.keySet().stream()
        .allMatch(kind -> {
          var state = now.apply(kind);
          return state != null && state.ancestor();
        });
  }

  /** Kinds for which a revision was made that overrides just what the site holds. */
  public Set<Kind> overridden(SubcloudView subcloud) {
    return at(subcloud, Stage.OVERRIDDEN);
  }

  /** Kinds of which just what the site holds is to be taken over. */
  Set<Kind> adopting(SubcloudView subcloud) {
    return at(subcloud, Stage.ADOPTING);
  }

  private Set<Kind> at(SubcloudView subcloud, Stage stage) {
    var kinds = EnumSet.noneOf(Kind.class);
    strange.forEach((kind, found) -> {
      if (subcloud.conflict(kind).filter(c -> c.stage() == stage && found.is(c)).isPresent()) {
        kinds.add(kind);
      }
    });
    return kinds;
  }
}
