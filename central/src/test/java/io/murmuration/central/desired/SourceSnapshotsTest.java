package io.murmuration.central.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.desired.SourceSnapshots.Outcome;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes of a source's snapshots. */
@Tag("database")
@Timeout(60)
class SourceSnapshotsTest {
  /** Nobody else has the duty. */
  @SuppressWarnings("UnnecessaryLambda") // says what it stands for
  private static final Consumer<Tx> FREE = _ -> {};

  private static final String SENTINEL = "$2b$12$sentinel-of-a-password-hash";

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final List<Revision> committed = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private Transactions transactions;
  private SourceSnapshots snapshots;

  @BeforeEach
  void open() {
    transactions = database.database().transactions();
    snapshots =
        new SourceSnapshots(
            new Commits(transactions),
            new ReversingSeal(),
            () -> "source-" + requests.incrementAndGet(),
            committed::add);
  }

  @Test
  void aSnapshotIsOneRevisionWhateverItsSize() {
    assertThat(snapshots.commit(roles(1_000), FREE)).isInstanceOf(Outcome.Committed.class);
    assertThat(committed).containsExactly(new Revision(1));
    assertThat(count("desired_item")).isEqualTo(1_000);
    assertThat(count("change")).isEqualTo(1);
    assertThat(count("audit_trail WHERE who = 'source:keystone'")).isEqualTo(1);
  }

  @Test
  void aSnapshotThatSaysTheSameWritesNothing() {
    snapshots.commit(roles(3), FREE);
    assertThat(snapshots.commit(roles(3), FREE)).isEqualTo(new Outcome.Unchanged());
    assertThat(count("desired_item")).isEqualTo(3);
    assertThat(count("audit_trail")).isEqualTo(1);
    assertThat(committed).hasSize(1);
  }

  @Test
  void onlyTheDifferenceIsStored() {
    snapshots.commit(roles(3), FREE);
    assertThat(snapshots.commit(roles(4), FREE))
        .isEqualTo(new Outcome.Committed(new Revision(2), 1));
    assertThat(snapshots.commit(roles(2), FREE))
        .isEqualTo(new Outcome.Committed(new Revision(3), 2));
    assertThat(count("desired_item WHERE presence = 'removed'")).isEqualTo(2);
  }

  @Test
  void whatIsSecretLiesSealedAndLeavesNoPlainDigest() {
    snapshots.commit(user(SENTINEL), FREE);
    assertThat(count("desired_item WHERE payload = '' AND sealed_payload IS NOT NULL")).isOne();
    assertThat(count("desired_item i WHERE i::text LIKE '%sentinel%'")).isZero();
    assertThat(snapshots.commit(user(SENTINEL), FREE)).isEqualTo(new Outcome.Unchanged());
    assertThat(snapshots.commit(user("another"), FREE)).isInstanceOf(Outcome.Committed.class);
    var stored =
        transactions.inTx(tx ->
            new DesiredRepository(new ReversingSeal())
                .at(tx, List.of(Scope.FLEET), DesiredService.NEWEST));
    assertThat(stored)
        .singleElement()
        .satisfies(item -> {
          assertThat(item.payload()).contains("another");
          assertThat(item.toString()).doesNotContain("another");
          assertThat(DesiredJson.ItemJson.of(item).value()).isEqualTo("null");
        });
  }

  @Test
  void aTypeThatIsGoneAltogetherWaitsUntilThatIsConfirmed() {
    snapshots.commit(roles(3), FREE);
    assertThat(snapshots.commit(roles(0), FREE)).isEqualTo(new Outcome.Withheld(3, 3));
    assertThat(snapshots.commit(roles(0), FREE)).isEqualTo(new Outcome.Withheld(3, 3));
    assertThat(count("desired_item WHERE presence = 'removed'")).isZero();
    confirm();
    assertThat(snapshots.commit(roles(0), FREE)).isInstanceOf(Outcome.Committed.class);
    assertThat(count("source_hold")).isZero();
  }

  @Test
  void aConfirmationIsForTheDeletionsThatWereShown() {
    snapshots.commit(roles(200), FREE);
    assertThat(snapshots.commit(roles(150), FREE)).isEqualTo(new Outcome.Withheld(50, 200));
    confirm();
    assertThat(snapshots.commit(roles(140), FREE)).isEqualTo(new Outcome.Withheld(60, 200));
    assertThat(snapshots.commit(roles(150), FREE)).isEqualTo(new Outcome.Withheld(50, 200));
  }

  @Test
  void aSnapshotThatIsWholeAgainIsNoLongerWithheld() {
    snapshots.commit(roles(3), FREE);
    snapshots.commit(roles(0), FREE);
    assertThat(snapshots.commit(roles(3), FREE)).isEqualTo(new Outcome.Unchanged());
    assertThat(count("source_hold")).isZero();
  }

  @Test
  void aFewDeletionsAreNotAskedAbout() {
    snapshots.commit(roles(20), FREE);
    assertThat(snapshots.commit(roles(15), FREE)).isInstanceOf(Outcome.Committed.class);
    snapshots.commit(roles(200), FREE);
    assertThat(snapshots.commit(roles(190), FREE)).isInstanceOf(Outcome.Committed.class);
    assertThat(snapshots.commit(roles(180), FREE)).isInstanceOf(Outcome.Withheld.class);
  }

  @Test
  void whatEndsByItselfMayGoAtOnce() {
    snapshots.commit(roles(3, Set.of("role")), FREE);
    assertThat(snapshots.commit(roles(0, Set.of("role")), FREE))
        .isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void itemsOfOtherTypesStay() {
    snapshots.commit(user("one"), FREE);
    snapshots.commit(roles(2), FREE);
    assertThat(count("desired_item WHERE presence = 'removed'")).isZero();
    assertThat(count("desired_item")).isEqualTo(3);
  }

  private static SourceSnapshot roles(int number) {
    return roles(number, Set.of());
  }

  private static SourceSnapshot roles(int number, Set<String> fading) {
    var items = new TreeMap<ItemKey, Payload>();
    for (int i = 0; i < number; i++) {
      items.put(new ItemKey("role", "r%04d".formatted(i)), Payload.of("{\"name\":\"n" + i + "\"}"));
    }
    return new SourceSnapshot(
        "keystone", Scope.FLEET, Kind.IDENTITY, Set.of("role"), fading, items);
  }

  private static SourceSnapshot user(String hash) {
    var items = new TreeMap<ItemKey, Payload>();
    items.put(new ItemKey("user", "u1"), Payload.of("{\"password\":\"" + hash + "\"}"));
    return new SourceSnapshot(
        "keystone", Scope.FLEET, Kind.IDENTITY, Set.of("user"), Set.of(), items);
  }

  private void confirm() {
    database.execute(
        "UPDATE source_hold SET confirmed_by = 'ada', confirmed_at = clock_timestamp()");
  }

  private int count(String what) {
    return transactions.inTx(
        tx -> tx.sql().fetchSingle("SELECT count(*) FROM " + what).get(0, Integer.class));
  }
}
