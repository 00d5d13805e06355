package io.murmuration.sync.agent;

import static io.murmuration.sync.testing.Declared.DIGESTER;
import static io.murmuration.sync.testing.Declared.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApplyMachineTest {
  private static final Lineage HUB = new Lineage(1, "hub");

  private final ApplyMachine machine = new ApplyMachine(Kind.PLATFORM, DIGESTER);
  private final TreeMap<ItemKey, Payload> site = new TreeMap<>();
  private final List<SiteWrite> written = new ArrayList<>();
  private final List<AgentEffect> said = new ArrayList<>();
  private final TreeMap<ItemKey, SiteResult> answers = new TreeMap<>();
  private final TreeSet<ItemKey> forgotten = new TreeSet<>();
  private AgentState state = AgentState.of(KindJournal.EMPTY);
  private KindJournal durable = KindJournal.EMPTY;
  private boolean diskFull;

  @Test
  void onlyTheDifferenceIsWrittenAndTheAnswerComesAfterTheJournal() {
    site.put(key("dns/a"), Payload.of("1"));
    push(full(1, 5, Map.of("dns/a", "1", "ntp/b", "2")));

    assertThat(written).containsExactly(new SiteWrite.Upsert(key("ntp/b"), Payload.of("2")));
    assertThat(said)
        .extracting(effect -> effect.getClass().getSimpleName())
        .containsExactly("Read", "Write", "Read", "Persist", "Reply", "Observed");
    assertThat(durable.held()).isEqualTo(new Revision(5));
  }

  @Test
  void whatTheSiteDidNotTakeShowsInTheDigestReadBack() {
    answers.put(key("dns/a"), new SiteResult.Refused("no"));
    push(full(1, 5, Map.of("dns/a", "1")));

    var finished = (Answer.Finished) answer();
    assertThat(finished.holding().digest()).isEqualTo(DIGESTER.rootOf(Kind.PLATFORM, Map.of()));
    assertThat(finished.holding().refusals())
        .extracting(r -> r.key())
        .containsExactly(key("dns/a"));
  }

  @Test
  void aRefusedItemIsKeptAndNotTriedAgainUntilItChangesOrAnOperatorAsks() {
    answers.put(key("dns/a"), new SiteResult.Refused("no"));
    push(full(1, 5, Map.of("dns/a", "1")));
    written.clear();
    push(delta(2, 5, 6, Map.of("dns/a", "1", "ntp/b", "2"), Map.of("ntp/b", "2")));
    assertThat(written).extracting(SiteWrite::key).containsExactly(key("ntp/b"));
    assertThat(durable.refusals()).containsOnlyKeys(key("dns/a"));

    written.clear();
    push(delta(3, 6, 7, Map.of("dns/a", "9", "ntp/b", "2"), Map.of("dns/a", "9")));
    assertThat(written).extracting(SiteWrite::key).containsExactly(key("dns/a"));

    answers.clear();
    push(full(4, 7, Map.of("dns/a", "9", "ntp/b", "2"), true));
    assertThat(durable.refusals()).isEmpty();
    assertThat(site).containsEntry(key("dns/a"), Payload.of("9"));
  }

  @Test
  void aRefusedDeletionIsRememberedByDifferencesThatDoNotListIt() {
    site.put(key("dns/old"), Payload.of("x"));
    answers.put(key("dns/old"), new SiteResult.Refused("in use"));
    push(order(1, 0, 5, true, false, Map.of(), Map.of(), List.of(key("dns/old"))));
    push(delta(2, 5, 6, Map.of("ntp/b", "2"), Map.of("ntp/b", "2")));

    assertThat(durable.refusals()).containsOnlyKeys(key("dns/old"));
  }

  @Test
  void aDeletionThatIsAnsweredButDidNotHappenIsDeferredAndMovesNothing() {
    site.put(key("dns/old"), Payload.of("x"));
    forgotten.add(key("dns/old"));
    push(order(1, 0, 5, true, false, Map.of(), Map.of(), List.of(key("dns/old"))));
    assertThat(((Answer.Deferred) answer()).reason()).contains("dns/old").contains("still");
    assertThat(durable).isEqualTo(KindJournal.EMPTY);

    forgotten.clear();
    push(order(2, 0, 5, true, false, Map.of(), Map.of(), List.of(key("dns/old"))));
    assertThat(answer()).isInstanceOf(Answer.Finished.class);
    assertThat(site).isEmpty();
  }

  @Test
  void whatTheSiteKeepsAsItsDefaultIsNoMissingDeletion() {
    site.put(key("dns/default"), Payload.of("none"));
    answers.put(key("dns/default"), new SiteResult.Reset(Payload.of("none")));
    push(order(1, 0, 5, true, false, Map.of(), Map.of(), List.of(key("dns/default"))));
    assertThat(answer()).isInstanceOf(Answer.Finished.class);

    answers.put(key("dns/default"), new SiteResult.Reset(Payload.of("something else")));
    push(order(2, 0, 6, true, false, Map.of(), Map.of(), List.of(key("dns/default"))));
    assertThat(answer()).isInstanceOf(Answer.Deferred.class);
  }

  @Test
  void aDeferredItemMovesNothing() {
    answers.put(key("dns/a"), new SiteResult.Deferred(Duration.ofSeconds(9), "busy"));
    answers.put(key("ntp/b"), new SiteResult.Deferred(Duration.ofSeconds(3), "busy"));
    push(full(1, 5, Map.of("dns/a", "1", "ntp/b", "1")));

    assertThat(((Answer.Deferred) answer()).retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(durable).isEqualTo(KindJournal.EMPTY);
  }

  @Test
  void aDeferredAnswerNamesEveryItemThatWaits() {
    answers.put(key("dns/a"), new SiteResult.Deferred(Duration.ofSeconds(9), "busy"));
    answers.put(key("ntp/b"), new SiteResult.Deferred(Duration.ofSeconds(3), "busy"));
    push(full(1, 5, Map.of("dns/a", "1", "dns/c", "2", "ntp/b", "1")));

    assertThat(((Answer.Deferred) answer()).items()).containsExactly(key("dns/a"), key("ntp/b"));
  }

  @Test
  void anItemThatLacksSomethingEndsThePushAndIsTriedWithTheNext() {
    answers.put(key("dns/a"), new SiteResult.Lacking("waits for user u"));
    push(full(1, 5, Map.of("dns/a", "1", "ntp/b", "2")));
    assertThat(((Answer.Finished) answer()).holding().refusals())
        .extracting(refusal -> refusal.key() + " " + refusal.why())
        .containsExactly("dns/a waits for user u");
    assertThat(durable.held()).isEqualTo(new Revision(5));

    answers.clear();
    push(delta(2, 5, 6, Map.of("dns/a", "1", "ntp/b", "3"), Map.of("ntp/b", "3")));
    assertThat(site).containsEntry(key("dns/a"), Payload.of("1"));
    assertThat(durable.refusals()).isEmpty();
  }

  /** Else what it lacks may be on its way, and nobody would look at the site again. */
  @Test
  void anItemThatLacksSomethingIsNoEndWhileAnythingElseIsNotAsWanted() {
    answers.put(key("dns/a"), new SiteResult.Lacking("waits for user u"));
    forgotten.add(key("ntp/b"));
    push(full(1, 5, Map.of("dns/a", "1", "ntp/b", "2")));
    assertThat(((Answer.Deferred) answer()).reason()).contains("waits for user u");
    assertThat(durable).isEqualTo(KindJournal.EMPTY);
  }

  @Test
  void aDifferenceThatDoesNotFitNeedsAll() {
    push(delta(1, 4, 5, Map.of("dns/a", "1"), Map.of("dns/a", "1")));
    assertThat(answer()).isInstanceOf(Answer.NeedFull.class);

    push(full(2, 5, Map.of("dns/a", "1")));
    push(delta(3, 5, 6, Map.of("dns/a", "1", "dns/b", "2"), Map.of()));
    assertThat(answer()).isInstanceOf(Answer.NeedFull.class);
  }

  @Test
  void aDifferenceFromAnEarlierRevisionThanHeldFits() {
    push(full(1, 5, Map.of("dns/a", "1")));
    push(delta(2, 5, 6, Map.of("dns/a", "2"), Map.of("dns/a", "2")));
    push(delta(3, 5, 6, Map.of("dns/a", "2"), Map.of("dns/a", "2")));

    assertThat(answer()).isInstanceOf(Answer.Finished.class);
  }

  @Test
  void aDifferenceFromALaterRevisionThanHeldDoesNot() {
    push(full(1, 5, Map.of("dns/a", "1")));
    push(delta(2, 6, 7, Map.of("dns/a", "1"), Map.of()));

    assertThat(answer()).isInstanceOf(Answer.NeedFull.class);
  }

  @Test
  void aPushThatIsOvertakenRollsNothingBack() {
    push(full(1, 9, Map.of("dns/a", "new")));
    push(full(2, 5, Map.of("dns/a", "old")));

    assertThat(answer()).isInstanceOf(Answer.Rejected.class);
    assertThat(site).containsEntry(key("dns/a"), Payload.of("new"));
  }

  @Test
  void aFullPushThatDoesNotAddUpIsRejected() {
    var good = full(1, 5, Map.of("dns/a", "1"));
    push(
        new PushOrder(
            1, HUB, good.from(), good.to(), true, false, good.target(), List.of(), List.of()));

    assertThat(answer()).isInstanceOf(Answer.Rejected.class);
    assertThat(written).isEmpty();
  }

  @Test
  void repairingDriftDoesNotTouchTheJournal() {
    push(full(1, 5, Map.of("dns/a", "1")));
    site.put(key("dns/a"), Payload.of("drifted"));
    said.clear();
    push(delta(2, 5, 5, Map.of("dns/a", "1"), Map.of()));

    assertThat(site).containsEntry(key("dns/a"), Payload.of("1"));
    assertThat(said).noneMatch(effect -> effect instanceof AgentEffect.Persist);
    assertThat(answer()).isInstanceOf(Answer.Finished.class);
  }

  @Test
  void nothingIsDeletedThatIsNotListed() {
    push(full(1, 5, Map.of("dns/a", "1", "dns/b", "1")));
    site.put(key("local/x"), Payload.of("kept"));
    push(full(2, 6, Map.of("dns/a", "1")));
    assertThat(site).containsKeys(key("dns/b"), key("local/x"));

    push(order(3, 6, 7, false, false, Map.of("dns/a", "1"), Map.of(), List.of(key("dns/b"))));
    assertThat(site).doesNotContainKey(key("dns/b")).containsKey(key("local/x"));
  }

  @Test
  void aJournalThatCannotBeWrittenDefers() {
    diskFull = true;
    push(full(1, 5, Map.of("dns/a", "1")));

    assertThat(answer()).isInstanceOf(Answer.Deferred.class);
    assertThat(state.journal()).isEqualTo(KindJournal.EMPTY);
  }

  @Test
  void theNewestOfThePushesThatWaitIsDoneNext() {
    step(new AgentEvent.PushArrived(full(1, 5, Map.of("dns/a", "1"))));
    step(new AgentEvent.PushArrived(full(2, 6, Map.of("dns/a", "2"))));
    step(new AgentEvent.PushArrived(full(3, 7, Map.of("dns/a", "3"))));
    drain();

    assertThat(said)
        .filteredOn(effect -> effect instanceof AgentEffect.Reply)
        .extracting(effect -> ((AgentEffect.Reply) effect).attempt())
        .containsExactly(1L, 3L);
    assertThat(durable.held()).isEqualTo(new Revision(7));
  }

  @Test
  void questionsThatMeetAreAnsweredAsOneWithTheStricterReading() {
    step(new AgentEvent.AuditAsked(1, false));
    step(new AgentEvent.AuditAsked(3, true));
    step(new AgentEvent.AuditAsked(2, false));
    drain();

    assertThat(said)
        .filteredOn(effect -> effect instanceof AgentEffect.Observed)
        .extracting(effect -> ((AgentEffect.Observed) effect).auditId())
        .containsExactly(1L, 3L);
    assertThat(said).contains(new AgentEffect.Read(new TreeSet<>(), true));
  }

  @Test
  void aSiteThatCannotBeReadDefersThePushAndSaysSoToWhoeverAsked() {
    step(new AgentEvent.PushArrived(full(1, 5, Map.of("dns/a", "1"))));
    step(new AgentEvent.ReadFailed("down", Duration.ofSeconds(4)));
    assertThat(answer()).isInstanceOf(Answer.Deferred.class);

    said.clear();
    step(new AgentEvent.AuditAsked(7, true));
    step(new AgentEvent.ReadFailed("down", Duration.ofSeconds(4)));
    assertThat(said).hasSize(2).last().isEqualTo(new AgentEffect.Unreadable(7, "down"));
  }

  @Test
  void anAnswerNobodyAskedForIsABug() {
    assertThatThrownBy(() -> step(new AgentEvent.Persisted()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Persisted in Idle");
  }

  private void push(PushOrder order) {
    step(new AgentEvent.PushArrived(order));
    drain();
  }

  private void step(AgentEvent event) {
    var step = machine.step(state, event);
    state = step.state();
    said.addAll(step.effects());
  }

  /** Plays site and journal until the machine rests. */
  private void drain() {
    while (!(state.phase() instanceof AgentState.Phase.Idle)) {
      switch (said.reversed().stream().filter(ApplyMachineTest::isWork).findFirst().orElseThrow()) {
        case AgentEffect.Read(var keys, _) -> {
          var found = new TreeMap<>(site);
          found.keySet().retainAll(keys);
          step(new AgentEvent.ReadDone(found));
        }
        case AgentEffect.Write(var writes) -> step(new AgentEvent.WriteDone(write(writes)));
        case AgentEffect.Persist(var next) -> {
          if (diskFull) {
            step(new AgentEvent.PersistFailed("full"));
          } else {
            durable = next;
            step(new AgentEvent.Persisted());
          }
        }
        case AgentEffect.Reply _, AgentEffect.Observed _, AgentEffect.Unreadable _ ->
            throw new IllegalStateException();
      }
    }
  }

  private static boolean isWork(AgentEffect effect) {
    return !(effect instanceof AgentEffect.Reply) && !(effect instanceof AgentEffect.Observed);
  }

  private List<SiteResult> write(List<SiteWrite> writes) {
    var results = new ArrayList<SiteResult>();
    for (var write : writes) {
      written.add(write);
      var answer = answers.getOrDefault(write.key(), SiteResult.APPLIED);
      if (answer instanceof SiteResult.Applied) {
        switch (write) {
          case SiteWrite.Upsert(var key, var payload) -> {
            if (!forgotten.contains(key)) {
              site.put(key, payload);
            }
          }
          case SiteWrite.Delete(var key) -> {
            if (!forgotten.contains(key)) {
              site.remove(key);
            }
          }
        }
      }
      results.add(answer);
    }
    return results;
  }

  private Answer answer() {
    return said.reversed().stream()
        .filter(effect -> effect instanceof AgentEffect.Reply)
        .map(effect -> ((AgentEffect.Reply) effect).answer())
        .findFirst()
        .orElseThrow();
  }

  private static PushOrder full(long attempt, long to, Map<String, String> all) {
    return full(attempt, to, all, false);
  }

  private static PushOrder full(long attempt, long to, Map<String, String> all, boolean retry) {
    return order(attempt, 0, to, true, retry, all, all, List.of());
  }

  private static PushOrder delta(
      long attempt, long from, long to, Map<String, String> all, Map<String, String> sent) {
    return order(attempt, from, to, false, false, all, sent, List.of());
  }

  private static PushOrder order(
      long attempt,
      long from,
      long to,
      boolean full,
      boolean retry,
      Map<String, String> all,
      Map<String, String> sent,
      List<ItemKey> deletions) {
    return new PushOrder(
        attempt,
        HUB,
        new Revision(from),
        new Revision(to),
        full,
        retry,
        DIGESTER.rootOf(Kind.PLATFORM, values(all)),
        values(sent).entrySet().stream()
            .map(entry -> new PushOrder.Entry(entry.getKey(), entry.getValue()))
            .toList(),
        deletions);
  }

  private static SortedMap<ItemKey, Payload> values(Map<String, String> all) {
    var values = new TreeMap<ItemKey, Payload>();
    all.forEach((name, value) -> values.put(key(name), Payload.of(value)));
    return values;
  }
}
