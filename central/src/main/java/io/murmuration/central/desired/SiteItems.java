package io.murmuration.central.desired;

import io.murmuration.central.desired.type.ItemTypes;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes over what a site holds as what is wanted of that one subcloud. Only what can be declared:
 * what a source keeps is the source's alone. Thread-safe.
 */
public final class SiteItems {
  private final PayloadSeal seal;
  private final DesiredRepository repository;

  public SiteItems(PayloadSeal seal) {
    this.seal = seal;
    this.repository = new DesiredRepository(seal);
  }

  /** Whether an item may be taken over. */
  public static boolean isDeclarable(Kind kind, ItemKey key) {
    return ItemTypes.find(key.type()).filter(type -> type.kind() == kind).isPresent();
  }

  /** Whether anything of a kind may be taken over. */
  public static boolean isDeclarable(Kind kind) {
    return kind == Kind.PLATFORM;
  }

  /**
   * In the caller's transaction; makes a revision in any case, which overrides what is held.
   *
   * @param present at the site, other than wanted
   * @param absent wanted, and not at the site
   * @param entry for the audit trail
   */
  public Revision takeOver(
      Tx tx,
      SubcloudId id,
      Kind kind,
      Map<ItemKey, Payload> present,
      Set<ItemKey> absent,
      AuditEntry entry) {
    var scope = new Scope.Subcloud(id.value());
    repository.lock(tx, scope);
    var declared = new ArrayList<DeclaredItem>();
    present.forEach((key, payload) ->
        declared.add(new DeclaredItem(kind, key, Presence.PRESENT, payload.text())));
    absent.forEach(key -> declared.add(new DeclaredItem(kind, key, Presence.ABSENT, "")));
    declared.removeIf(item -> !isDeclarable(kind, item.key()));
    var current = repository.at(tx, List.of(scope), DesiredService.NEWEST);
    var changes = ItemChange.by(current, declared);
    var revision = Changes.append(tx, ChangeKind.DESIRED, scope);
    repository.append(tx, scope, revision, changes.stream().map(ItemChange::declared).toList());
    repository.move(tx, scope, revision, kind);
    AuditTrail.record(
        tx,
        entry
            .at(revision)
            .with(
                Fingerprint.of(changes, ItemChange::before, seal),
                Fingerprint.of(changes, ItemChange::after, seal)));
    return revision;
  }
}
