package io.murmuration.sync.resource;

import static io.murmuration.sync.testing.Declared.absent;
import static io.murmuration.sync.testing.Declared.key;
import static io.murmuration.sync.testing.Declared.present;
import static io.murmuration.sync.testing.Declared.scope;
import static io.murmuration.sync.testing.Declared.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.testing.Declared;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushContentTest {
  private final WantedSet set =
      wanted(
          present(1, "unheard-of/u", "1"),
          present(4, "ntp/n", "2"),
          present(5, "trusted-ca/c", "3"),
          absent(3, "dns/x"),
          absent(6, "ntp/y"));

  @Test
  void aDifferenceCarriesOnlyWhatChangedAfterTheHeldRevision() {
    var content = PushContent.since(set, new Revision(4));

    assertThat(content.full()).isFalse();
    assertThat(content.items()).extracting(WantedItem::key).containsExactly(key("trusted-ca/c"));
    assertThat(content.deletions()).containsExactly(key("ntp/y"));
  }

  @Test
  void aSiteThatHoldsNothingIsSentEverythingWithAllDeletions() {
    var content = PushContent.since(set, Revision.NONE);

    assertThat(content).isEqualTo(PushContent.full(set));
    assertThat(content.items())
        .extracting(WantedItem::key)
        .containsExactly(key("trusted-ca/c"), key("ntp/n"), key("unheard-of/u"));
    assertThat(content.deletions()).containsExactly(key("ntp/y"), key("dns/x"));
  }

  @Test
  void aDifferenceNeverReachesBehindAChangeOfScopes() {
    var moved = scope().with(new Revision(7), new Revision(7), List.of());
    var folded =
        Fold.fold(
            Kind.PLATFORM,
            List.of(scope(present(1, "dns/a", "x")), moved),
            List.of(),
            Declared.DIGESTER);

    assertThat(PushContent.since(folded, new Revision(6)).full()).isTrue();
    assertThat(PushContent.since(folded, new Revision(7)).full()).isFalse();
  }

  @Test
  void deletionsGoInTheReverseOrderOfUpserts() {
    assertThat(ApplyOrder.DELETIONS.compare(key("dns/a"), key("ntp/a"))).isPositive();
    assertThat(ApplyOrder.UPSERTS.compare(key("dns/a"), key("ntp/a"))).isNegative();
    assertThat(ApplyOrder.UPSERTS.compare(key("ptp/a"), key("an-unknown-type/a"))).isNegative();
    assertThat(ApplyOrder.UPSERTS.compare(key("dns/a"), key("dns/b"))).isNegative();
  }

  @Test
  void scopesAreReadFromTheirNames() {
    assertThat(Scope.of("group", 7)).isEqualTo(new Scope.Group(7));
    assertThat(Scope.of("fleet", 0).type()).isEqualTo("fleet");
    assertThat(Presence.fromWireName(Presence.ABSENT.wireName())).isEqualTo(Presence.ABSENT);
  }
}
