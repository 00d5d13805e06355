package io.murmuration.central.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.central.cluster.LiveImage.Loaded;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LiveImageTest {
  private static final SubcloudId ID = new SubcloudId(1);
  private static final UUID SELF = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private long now = Long.MAX_VALUE - 5; // nanoTime may overflow
  private final LiveImage image = new LiveImage(SELF, () -> now);

  @Test
  void higherSessionEpochWinsOverALateEntry() {
    image.apply(SELF, List.of(entry(2, 1, SyncStatus.IN_SYNC)));
    image.apply(OTHER, List.of(entry(1, 9, SyncStatus.OUT_OF_SYNC)));
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void higherGenerationWinsWithinASession() {
    image.apply(SELF, List.of(entry(1, 2, SyncStatus.UNKNOWN)));
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    assertThat(status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void rowReadBeforeABatchArrivedDoesNotOverwriteIt() {
    long began = now;
    pass(Duration.ofMillis(1));
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    image.load(List.of(new Loaded(OTHER, entry(1, 1, SyncStatus.OUT_OF_SYNC))), began);
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void rowReadAfterABatchArrivedReplacesIt() {
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.OUT_OF_SYNC)));
    pass(Duration.ofMillis(1));
    image.load(List.of(new Loaded(OTHER, entry(1, 1, SyncStatus.IN_SYNC))), now);
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void subcloudThatTheDatabaseDoesNotHoldAnyMoreGoes() {
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    pass(Duration.ofMillis(1));
    image.load(List.of(), now);
    assertThat(image.find(ID, Kind.PLATFORM)).isEmpty();
  }

  @Test
  void ageGrowsAndAnObservationRenewsIt() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    pass(Duration.ofSeconds(30));
    assertThat(confirmed()).isEqualTo(new Confirmation(Duration.ofSeconds(31), false));
    image.observed(ID, Kind.PLATFORM, Duration.ofSeconds(2));
    assertThat(confirmed()).isEqualTo(new Confirmation(Duration.ofSeconds(2), false));
    image.observed(ID, Kind.PLATFORM, Duration.ofSeconds(9));
    assertThat(confirmed().age()).isEqualTo(Duration.ofSeconds(2));
  }

  /** The row is written with a status, not with each look at the site. */
  @Test
  void readingTheRowAnewMakesNoObservationOlder() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    pass(Duration.ofSeconds(30));
    image.observed(ID, Kind.PLATFORM, Duration.ofSeconds(2));
    pass(Duration.ofSeconds(1));
    image.load(List.of(new Loaded(SELF, entry(1, 1, SyncStatus.OUT_OF_SYNC, longAgo()))), now);
    assertThat(status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(confirmed()).isEqualTo(new Confirmation(Duration.ofSeconds(3), false));

    image.load(List.of(new Loaded(SELF, entry(2, 1, SyncStatus.IN_SYNC, longAgo()))), now);
    assertThat(confirmed()).as("of the next session").isEqualTo(longAgo());
  }

  @Test
  void whatWasNotAskedForStays() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    pass(Duration.ofMillis(1));
    image.load(id -> id.value() == 2, List.of(), now);
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
    image.load(ID::equals, List.of(), now);
    assertThat(image.find(ID, Kind.PLATFORM)).isEmpty();
  }

  @Test
  void valuesOfASilentOwnerAreAtLeastThatOld() {
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    image.heard(OTHER);
    pass(Duration.ofSeconds(2));
    assertThat(confirmed().atLeast()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(confirmed().atLeast()).isTrue();
    image.heard(OTHER);
    assertThat(confirmed().atLeast()).isFalse();
  }

  @Test
  void countsEqualARecount() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    assertThat(image.counts(Kind.PLATFORM, _ -> Revision.NONE))
        .containsEntry(SyncStatus.IN_SYNC, 1)
        .containsEntry(SyncStatus.OUT_OF_SYNC, 0);
    image.forget(ID);
    assertThat(image.counts(Kind.PLATFORM, _ -> Revision.NONE))
        .containsEntry(SyncStatus.IN_SYNC, 0);
  }

  @Test
  void inSyncWithSomethingOlderThanWantedIsNotCountedAsInSync() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    assertThat(image.counts(Kind.PLATFORM, _ -> new Revision(Long.MAX_VALUE)))
        .containsEntry(SyncStatus.IN_SYNC, 0)
        .containsEntry(SyncStatus.OUT_OF_SYNC, 1);
  }

  /** Going offline by silence is told once, as the site's, and of no kind. */
  @Test
  void siteThatDoesNotAnswerIsNotInSync() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC), site(1, true)));
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
    image.apply(SELF, List.of(site(1, false)));
    assertThat(status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(image.counts(Kind.PLATFORM, _ -> Revision.NONE))
        .containsEntry(SyncStatus.IN_SYNC, 0)
        .containsEntry(SyncStatus.UNKNOWN, 1);
    image.apply(SELF, List.of(entry(2, 1, SyncStatus.IN_SYNC), site(2, true)));
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  /**
   * What a session said before its site went silent is not true again because another one began.
   */
  @Test
  void kindThatTheNextSessionDoesNotSpeakOfStaysUnknownUnderItsOldSession() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC), site(1, true)));
    image.apply(SELF, List.of(site(1, false)));
    image.apply(SELF, List.of(site(2, true)));
    assertThat(status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(image.find(ID, Kind.PLATFORM).orElseThrow().epoch())
        .isEqualTo(new SessionEpoch(1, 1));
  }

  @Test
  void listenersHearOfSubcloudsAfterTheImageHoldsThem() {
    var heard = new ArrayList<SyncStatus>();
    image.listen(_ -> heard.add(status()));
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    image.load(List.of(new Loaded(SELF, entry(1, 2, SyncStatus.OUT_OF_SYNC))), now);
    assertThat(heard).containsExactly(SyncStatus.IN_SYNC, SyncStatus.OUT_OF_SYNC);
  }

  /** A batch is sent after its commit: what the database does not know was never true. */
  @Test
  void aSessionThatTheDatabaseDoesNotKnowCountsUntilTheDatabaseIsRead() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.OUT_OF_SYNC), site(1, false)));
    image.apply(OTHER, List.of(entry(1L << 40, 1, SyncStatus.IN_SYNC), site(1L << 40, true)));
    pass(Duration.ofMillis(1));
    image.load(
        List.of(
            new Loaded(SELF, site(1, false)),
            new Loaded(SELF, entry(1, 1, SyncStatus.OUT_OF_SYNC))),
        now);
    assertThat(status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(image.online()).isZero();

    pass(Duration.ofMillis(1));
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.UNKNOWN)));
    assertThat(status()).as("the true session is heard again").isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void aGenerationThatTheDatabaseDoesNotKnowCountsUntilTheDatabaseIsRead() {
    image.apply(OTHER, List.of(entry(1, Long.MAX_VALUE, SyncStatus.IN_SYNC)));
    pass(Duration.ofMillis(1));
    image.load(List.of(new Loaded(OTHER, entry(1, 1, SyncStatus.OUT_OF_SYNC))), now);
    assertThat(status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
  }

  @Test
  void aNewSessionThatIsHeardWhileTheDatabaseIsReadStays() {
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.OUT_OF_SYNC)));
    long began = now;
    pass(Duration.ofMillis(1));
    image.apply(OTHER, List.of(entry(2, 1, SyncStatus.IN_SYNC)));
    image.load(List.of(new Loaded(OTHER, entry(1, 1, SyncStatus.OUT_OF_SYNC))), began);
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void onlyTheNodeThatHoldsTheSessionTellsWhenTheSiteWasSeen() {
    image.apply(OTHER, List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    image.heard(OTHER);
    pass(Duration.ofSeconds(1));
    image.observed(new UUID(0, 3), ID, Kind.PLATFORM, Duration.ZERO);
    assertThat(confirmed().age()).isEqualTo(Duration.ofSeconds(2));
    image.observed(OTHER, ID, Kind.PLATFORM, Duration.ZERO);
    assertThat(confirmed().age()).isZero();
  }

  @Test
  void theDatabaseKnowsWhoHoldsASession() {
    image.apply(new UUID(0, 3), List.of(entry(1, 1, SyncStatus.IN_SYNC)));
    pass(Duration.ofMillis(1));
    image.load(List.of(new Loaded(OTHER, entry(1, 1, SyncStatus.IN_SYNC))), now);
    image.heard(OTHER);
    image.observed(OTHER, ID, Kind.PLATFORM, Duration.ZERO);
    assertThat(confirmed()).isEqualTo(new Confirmation(Duration.ZERO, false));
  }

  @Test
  void aDatabaseThatSaysTheSameIsNoNews() {
    image.apply(SELF, List.of(entry(1, 1, SyncStatus.IN_SYNC), site(1, true)));
    image.listen(id -> fail("told of " + id));
    image.load(
        List.of(
            new Loaded(SELF, site(1, true)),
            new Loaded(SELF, entry(1, 1, SyncStatus.IN_SYNC, longAgo()))),
        now);
    assertThat(confirmed()).isEqualTo(new Confirmation(Duration.ofSeconds(1), false));
  }

  @Test
  void nodesThatWereNeverThereDoNotFillTheMemory() {
    for (int node = 10; node < 1_000; node++) {
      image.heard(new UUID(1, node));
    }
    image.heard(OTHER);
    assertThat(image.hears(OTHER)).as("no room").isFalse();
    pass(LiveImage.HEARD_WITHIN.plusMillis(1));
    image.heard(OTHER);
    assertThat(image.hears(OTHER)).isTrue();
  }

  private static LiveEntry site(long epoch, boolean online) {
    return new LiveEntry.OfSite(
        ID, new SessionEpoch(1, epoch), new Availability(online, 0, "because"));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private SyncStatus status() {
    return image.find(ID, Kind.PLATFORM).orElseThrow().status().status();
  }

  private Confirmation confirmed() {
    return java.util.Objects.requireNonNull(
        image.find(ID, Kind.PLATFORM).orElseThrow().confirmed());
  }

  private static Confirmation longAgo() {
    return new Confirmation(Duration.ofHours(1), true);
  }

  static LiveEntry.OfKind entry(long epoch, long generation, SyncStatus status) {
    return entry(epoch, generation, status, new Confirmation(Duration.ofSeconds(1), false));
  }

  private static LiveEntry.OfKind entry(
      long epoch, long generation, SyncStatus status, Confirmation confirmed) {
    return new LiveEntry.OfKind(
        ID,
        new SessionEpoch(1, epoch),
        generation,
        Kind.PLATFORM,
        new KindStatus(status, new Revision(3), new Revision(2), "because"),
        confirmed);
  }
}
