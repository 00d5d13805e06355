package io.murmuration.central.cluster;

import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.drift.DriftRules;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hub as of one revision, all of it from one snapshot of the database. Immutable but for the
 * folds it remembers; any thread may read it.
 *
 * <p>The maps are shared between snapshots and copied only when one of their entries changes: a
 * fleet-wide change copies no entry per subcloud.
 */
public final class HubSnapshot {
  private final Revision revision;
  private final HubEpochs epochs;
  private final @Nullable String hold;
  private final KindItems fleet;
  private final Map<Long, KindItems> groups;
  private final Map<SubcloudId, SubcloudScopes> subclouds;
  private final DriftRules driftRules;
  private final WantedFolds folds;

  /** The maps must not change any more. */
  HubSnapshot(
      Revision revision,
      HubEpochs epochs,
      @Nullable String hold,
      KindItems fleet,
      Map<Long, KindItems> groups,
      Map<SubcloudId, SubcloudScopes> subclouds,
      DriftRules driftRules,
      WantedFolds folds) {
    this.revision = revision;
    this.epochs = epochs;
    this.hold = hold;
    this.fleet = fleet;
    this.groups = groups;
    this.subclouds = subclouds;
    this.driftRules = driftRules;
    this.folds = folds;
  }

  public Revision revision() {
    return revision;
  }

  public HubEpochs epochs() {
    return epochs;
  }

  /** Why nothing may be pushed or ordered anywhere, in words for an operator; null if it may. */
  public @Nullable String hold() {
    return hold;
  }

  public Optional<SubcloudView> subcloud(SubcloudId id) {
    return Optional.ofNullable(subclouds.get(id)).map(SubcloudScopes::view);
  }

  /** All of them, in no order. A view, not a copy. */
  public Collection<SubcloudView> subclouds() {
    return Collections.unmodifiableCollection(
        new java.util.AbstractCollection<>() {
          @Override
          public java.util.Iterator<SubcloudView> iterator() {
            return subclouds.values().stream().map(SubcloudScopes::view).iterator();
          }

          @Override
          public int size() {
            return subclouds.size();
          }
        });
  }

  /** Empty for a subcloud that is not, or not any more. Folds at most once per scopes. */
  public WantedSet wanted(SubcloudId id, Kind kind) {
    var subcloud = subclouds.get(id);
    return subcloud == null ? folds.nothing(kind) : folds.wanted(this, subcloud, kind);
  }

  /** What happens to changes that somebody makes at the site. */
  public DriftPolicy drift(SubcloudView subcloud) {
    return driftRules.policy(subcloud.group(), subcloud.id().value());
  }

  /** The revision of {@link #wanted}, without folding anything. */
  public Revision head(SubcloudId id, Kind kind) {
    var subcloud = subclouds.get(id);
    return subcloud == null
        ? Revision.NONE
        : fleet
            .of(kind)
            .head()
            .max(group(subcloud.view().group()).of(kind).head())
            .max(subcloud.own().of(kind).head());
  }

  KindItems fleet() {
    return fleet;
  }

  KindItems group(long id) {
    return groups.getOrDefault(id, KindItems.NONE);
  }

  Map<Long, KindItems> groups() {
    return groups;
  }

  Map<SubcloudId, SubcloudScopes> scopes() {
    return subclouds;
  }

  DriftRules driftRules() {
    return driftRules;
  }

  WantedFolds folds() {
    return folds;
  }
}
