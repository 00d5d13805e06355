package io.murmuration.sync.status;

import static io.murmuration.sync.testing.Declared.key;
import static io.murmuration.sync.testing.Declared.present;
import static io.murmuration.sync.testing.Declared.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftRule;
import io.murmuration.sync.drift.DriftRules;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.hub.RetryPolicy;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.WantedSet;
import io.murmuration.sync.testing.Declared;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
  private static final Inputs MANAGED = new Inputs(1, true, true, null);
  private static final Digest OTHER = new Digest(1, 2, 3, 4);
  private final WantedSet set = wanted(present(5, "dns/a", "x"));

  @Test
  void oneFailedVerdictIsNotYetOfflineTwoInARowAre() {
    var up = Availability.offline("new").verdict(SiteVerdict.up(1));
    var once = up.verdict(SiteVerdict.down(2, "x"));

    assertThat(once.online()).isTrue();
    assertThat(once.verdict(SiteVerdict.down(2, "x")).online()).isTrue();
    assertThat(once.verdict(SiteVerdict.down(3, "x")).online()).isFalse();
    assertThat(once.verdict(SiteVerdict.up(3)).verdict(SiteVerdict.down(4, "x")).online()).isTrue();
  }

  /** Before, each new stream began to count anew, and such a site was online for ever. */
  @Test
  void siteThatComesBackBeforeEachSecondFailureGoesOfflineAllTheSame() {
    var first = Availability.opening(true, SiteVerdict.down(1, 1, "x"));
    assertThat(first.online()).isTrue();
    assertThat(first.verdict(SiteVerdict.down(1, 1, "x")).online()).isTrue(); // told again
    var second = Availability.opening(first.online(), SiteVerdict.down(2, 2, "x"));
    assertThat(second.online()).isFalse();
    assertThat(Availability.opening(second.online(), SiteVerdict.up(3)).online()).isTrue();
  }

  @Test
  void failuresOfAnAgentThatDoesNotCountAreCountedByStream() {
    var first = Availability.opening(true, SiteVerdict.down(0, "x"));
    assertThat(first.verdict(SiteVerdict.down(7, "x")).online()).isTrue(); // the greeting's
    assertThat(first.verdict(SiteVerdict.down(7, "x")).verdict(SiteVerdict.down(8, "x")).online())
        .isFalse();
  }

  @Test
  void oneGoodVerdictIsOnline() {
    assertThat(Availability.offline("x").verdict(SiteVerdict.up(1)).online()).isTrue();
    assertThat(Availability.offline("x").verdict(SiteVerdict.down(1, "y")).online()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // before, with the greeting, then by heartbeats (number and verdict), and at the end
    "online,  DOWN,    '',                online",
    "online,  DOWN,    '5 DOWN',          online",
    "online,  DOWN,    '5 DOWN, 5 DOWN',  online",
    "online,  DOWN,    '5 DOWN, 6 DOWN',  offline",
    "online,  DOWN,    '0 DOWN',          offline",
    "online,  DOWN,    '5 UP, 6 DOWN',    online",
    "online,  UNKNOWN, '',                online",
    "online,  UNKNOWN, '5 DOWN, 6 DOWN',  offline",
    "online,  UP,      '5 DOWN',          online",
    "offline, DOWN,    '',                offline",
    "offline, DOWN,    '5 DOWN',          offline",
    "offline, DOWN,    '5 DOWN, 6 UP',    online",
    "offline, UNKNOWN, '',                offline",
    "offline, UP,      '',                online",
  })
  void aNewStreamAloneMakesNoSiteOffline(
      String before, SiteVerdict.State greeting, String heard, String after) {
    var now =
        Availability.opening(before.equals("online"), new SiteVerdict(0, greeting, 0, "restarts"));
    for (var one : heard.isEmpty() ? new String[0] : heard.split(", ", -1)) {
      var words = one.split(" ", -1);
      now =
          now.verdict(
              new SiteVerdict(
                  Long.parseLong(words[0]), SiteVerdict.State.valueOf(words[1]), 0, "restarts"));
    }

    assertThat(now.wireName()).isEqualTo(after);
  }

  @Test
  void aVerdictNotFoundOutKeepsWhatWasKnownAndSaysWhy() {
    var hangs = SiteVerdict.unknown(1, "no answer");
    var up = Availability.offline("new").verdict(SiteVerdict.up(1));

    assertThat(up.verdict(hangs).online()).isTrue();
    assertThat(up.verdict(hangs).reason()).isEqualTo("taken for up as before: no answer");
    assertThat(Availability.offline("new").verdict(hangs).online()).isFalse();
    assertThat(up.verdict(hangs).differsFrom(up)).isTrue();
    assertThat(up.verdict(hangs).verdict(hangs)).isEqualTo(up.verdict(hangs));
  }

  @Test
  void silenceIsOfflineAndSaysForHowLong() {
    assertThat(Availability.offline("x").silent(Duration.ofSeconds(30)).reason())
        .isEqualTo("nothing heard for 30 s");
  }

  @Test
  void theOverallStatusIsTheCommonOneOrOutOfSync() {
    assertThat(Aggregate.of(List.of())).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(Aggregate.of(List.of(SyncStatus.IN_SYNC, SyncStatus.IN_SYNC)))
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(Aggregate.of(List.of(SyncStatus.IN_SYNC, SyncStatus.UNKNOWN)))
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
  }

  @Test
  void inSyncNeedsTheDigestAndTheRevision() {
    assertThat(of(new Holding(new Revision(5), set.digest(), List.of())).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(of(new Holding(new Revision(4), set.digest(), List.of())).status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(of(new Holding(new Revision(5), OTHER, List.of())).status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
  }

  @Test
  void notObservedOfflineAndUnmanagedAreUnknown() {
    assertThat(of(new Holding(new Revision(5), null, List.of())).status())
        .isEqualTo(SyncStatus.UNKNOWN);
    var state = KindState.fresh(set, 0);
    assertThat(KindStatus.of(Kind.PLATFORM, state, MANAGED.online(false)).reason())
        .contains("offline");
    assertThat(KindStatus.of(Kind.PLATFORM, state, new Inputs(1, false, true, null)).reason())
        .contains("unmanaged");
  }

  @Test
  void aRefusedDeletionIsSaidAlthoughTheDigestsAgree() {
    var refusal = new Refusal(key("ntp/z"), OTHER, "in use");
    assertThat(of(new Holding(new Revision(5), set.digest(), List.of(refusal))).reason())
        .contains("ntp/z (in use)");
  }

  @Test
  void aSiteAheadOfThisNodeWaitsForTheNode() {
    assertThat(of(new Holding(new Revision(9), OTHER, List.of())).reason())
        .contains("waits for this node");
  }

  @Test
  void theReasonOfAHoldAndOfAConflictIsTold() {
    var seen = new KindEvent.Seen(new Holding(new Revision(9), OTHER, List.of()), false);
    var state = step(KindState.fresh(set, 0), seen);

    assertThat(KindStatus.of(Kind.PLATFORM, state, MANAGED).reason()).contains("conflict");
    var held = new Inputs(1, true, true, "rehoming");
    var known = step(KindState.fresh(set, 0), new KindEvent.Seen(seen.holding(), true));
    assertThat(KindStatus.of(Kind.PLATFORM, known, held).reason()).isEqualTo("held: rehoming");
  }

  @Test
  void reportedDriftIsOutOfSyncWithTypeCountAndWhoDecided() {
    var group =
        new DriftRule(
            new Scope.Group(7), Kind.PLATFORM, "dns", DriftMode.REPORT, "policy of group north");
    var policy = new DriftRules(List.of(group)).policy(7, 1);
    var inputs = new Inputs(1, true, true, null, null, policy);
    var reported = new TreeMap<>(Map.of("dns", 2));
    var holding = new Holding(new Revision(5), set.digest(), List.of(), reported);
    var state = step(KindState.fresh(set, 0), new KindEvent.Seen(holding, true));
    assertThat(state.phase()).as("nothing is sent").isEqualTo(Phase.SETTLED);
    var status = KindStatus.of(Kind.PLATFORM, state, inputs);
    assertThat(status.status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(status.reason())
        .isEqualTo("drift is reported, not repaired: dns (2, policy of group north)");
    assertThat(KindStatus.of(Kind.PLATFORM, state, MANAGED).reason()).contains("looked at again");
  }

  @ParameterizedTest
  @CsvSource({
    "PLATFORM, fernet-repo/keys, false",
    "PLATFORM, 'fernet-repo/keys,dns/default', true",
    "PLATFORM, dns/default, true",
    "PLATFORM, '', true",
    "IDENTITY, fernet-repo/keys, true",
  })
  void fernetKeysThatOnlyWaitAreNotAlarmed(Kind kind, String waiting, boolean alarmable) {
    var items =
        Arrays.stream(waiting.split(","))
            .filter(text -> !text.isEmpty())
            .map(Declared::key)
            .toList();
    assertThat(AlarmRule.isQuiet(kind, items)).isEqualTo(!alarmable);
  }

  @Test
  void aDifferenceOfFernetKeysIsShownAndAlarmedOnceItFailed() {
    var seen = new KindEvent.Seen(new Holding(new Revision(4), OTHER, List.of()), true);
    var queued = step(KindState.fresh(set, 0), seen);
    var sent = step(queued, new KindEvent.Permitted());
    var deferred =
        new Answer.Deferred(Duration.ofSeconds(30), "waits", List.of(key("fernet-repo/keys")));
    var waits = KindStatus.of(Kind.PLATFORM, step(sent, answered(sent, deferred)), MANAGED);
    assertThat(waits.status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(waits.reason()).contains("waits");
    assertThat(waits.alarmable()).isFalse();

    var failed = step(sent, new KindEvent.TimedOut(sent.attempts()));
    assertThat(KindStatus.of(Kind.PLATFORM, failed, MANAGED).alarmable()).isTrue();
  }

  private static KindEvent answered(KindState sent, Answer answer) {
    return new KindEvent.Answered(sent.attempts(), answer);
  }

  private KindStatus of(Holding holding) {
    var state = step(KindState.fresh(set, 0), new KindEvent.Seen(holding, true));
    return KindStatus.of(Kind.PLATFORM, state, MANAGED);
  }

  private static KindState step(KindState state, KindEvent event) {
    return new KindMachine(RetryPolicy.DEFAULT).step(state, event, MANAGED, 0).state();
  }
}
