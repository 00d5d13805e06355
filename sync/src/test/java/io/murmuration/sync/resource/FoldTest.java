package io.murmuration.sync.resource;

import static io.murmuration.sync.testing.Declared.absent;
import static io.murmuration.sync.testing.Declared.key;
import static io.murmuration.sync.testing.Declared.present;
import static io.murmuration.sync.testing.Declared.removed;
import static io.murmuration.sync.testing.Declared.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.testing.Declared;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTest {
  @Test
  void theNearerScopeWinsWhateverTheRevisions() {
    var folded = fold(scope(present(9, "dns/a", "fleet")), scope(present(2, "dns/a", "group")));

    assertThat(folded.items()).extracting(WantedItem::payload).containsExactly(Payload.of("group"));
    assertThat(folded.revision()).isEqualTo(new Revision(9));
  }

  @Test
  void aNearerTombstoneHides() {
    var folded = fold(scope(present(1, "dns/a", "fleet")), scope(absent(2, "dns/a")));

    assertThat(folded.items()).isEmpty();
    assertThat(folded.deletions()).containsExactly(new Deletion(key("dns/a"), new Revision(2)));
  }

  @Test
  void removingAnOverrideUncoversTheFartherItemAsAChange() {
    var folded = fold(scope(present(1, "dns/a", "fleet")), scope(removed(7, "dns/a")));

    assertThat(folded.items())
        .containsExactly(
            new WantedItem(key("dns/a"), Payload.of("fleet"), new Revision(7)));
    assertThat(folded.deletions()).isEmpty();
  }

  @Test
  void removingTheOnlyOpinionListsADeletion() {
    assertThat(fold(scope(removed(3, "dns/a"))).deletions())
        .containsExactly(new Deletion(key("dns/a"), new Revision(3)));
  }

  @Test
  void formerGroupsAddDeletionsNeverItems() {
    var former = scope(present(1, "dns/a", "old"), present(1, "ntp/b", "old"));
    var folded =
        Fold.fold(
            Kind.PLATFORM,
            List.of(scope(present(2, "ntp/b", "fleet"))),
            List.of(former),
            Declared.DIGESTER);

    assertThat(folded.items()).extracting(WantedItem::key).containsExactly(key("ntp/b"));
    assertThat(folded.deletions()).extracting(Deletion::key).containsExactly(key("dns/a"));
  }

  @Test
  void absenceNeverDeletes() {
    var folded = fold(ScopeItems.EMPTY, ScopeItems.EMPTY);

    assertThat(folded.items()).isEmpty();
    assertThat(folded.deletions()).isEmpty();
  }

  @Test
  void theDigestCoversExactlyTheWantedItems() {
    var plain = fold(scope(present(1, "dns/a", "x")));
    var withTombstone = fold(scope(present(5, "dns/a", "x"), absent(6, "dns/b")));

    assertThat(withTombstone.digest()).isEqualTo(plain.digest());
    assertThat(fold(scope(present(1, "dns/a", "y"))).digest()).isNotEqualTo(plain.digest());
  }

  @Test
  void anOlderVersionReadLateIsIgnored() {
    var scope = scope(present(5, "dns/a", "new"));

    var after = scope.with(new Revision(4), Revision.NONE, List.of(present(4, "dns/a", "old")));

    assertThat(after).isEqualTo(scope);
  }

  private static WantedSet fold(ScopeItems... scopes) {
    return Fold.fold(Kind.PLATFORM, List.of(scopes), List.of(), Declared.DIGESTER);
  }
}
