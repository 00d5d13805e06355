package io.murmuration.sync.testing;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.resource.Fold;
import io.murmuration.sync.resource.ItemVersion;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.ScopeItems;
import io.murmuration.sync.resource.WantedSet;
import java.util.List;

/** Short ways to say what scopes declare; keys are written {@code type/name}. */
public final class Declared {
  public static final Digester DIGESTER = new MixDigester();

  private Declared() {}

  public static ItemKey key(String typeAndName) {
    int slash = typeAndName.indexOf('/');
    return new ItemKey(typeAndName.substring(0, slash), typeAndName.substring(slash + 1));
  }

  public static ItemVersion present(long revision, String key, String value) {
    return new ItemVersion(
        key(key), new Revision(revision), Presence.PRESENT, Payload.of(value));
  }

  public static ItemVersion absent(long revision, String key) {
    return new ItemVersion(key(key), new Revision(revision), Presence.ABSENT, Payload.of(""));
  }

  public static ItemVersion removed(long revision, String key) {
    return new ItemVersion(key(key), new Revision(revision), Presence.REMOVED, Payload.of(""));
  }

  /** A scope whose head is its newest version. */
  public static ScopeItems scope(ItemVersion... versions) {
    var head = Revision.NONE;
    for (var version : versions) {
      head = head.max(version.revision());
    }
    return ScopeItems.EMPTY.with(head, Revision.NONE, List.of(versions));
  }

  /** One scope, folded. */
  public static WantedSet wanted(ItemVersion... versions) {
    return Fold.fold(Kind.PLATFORM, List.of(scope(versions)), List.of(), DIGESTER);
  }
}
