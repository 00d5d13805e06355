package io.murmuration.it.fault.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.fault.history.Event.Epoch;
import io.murmuration.it.fault.history.Event.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A history that may have happened passes; doctored in one place, it is refused for that reason. */
class CheckerTest {
  private static final Epoch FIRST = new Epoch(1, 7);
  private static final Epoch SECOND = new Epoch(1, 8);

  /** Two changes and two commands come to one site; its node dies in between. */
  private static final List<Event> GOOD =
      List.of(
          new Event.Duty(at(1), "orphans", "node-1", 4),
          new Event.Declared(at(1), 1, "one"),
          new Event.Accepted(at(2), 1, 10),
          new Event.Ordered(at(2), 100, "edge"),
          new Event.Held(at(3), "edge", 10, "one"),
          row(4, FIRST, FIRST, new Status(true, 10, 10)),
          shown(4, 5, true, 10, 10, 0),
          new Event.Declared(at(6), 2, "two"),
          new Event.Accepted(at(7), 2, 11),
          new Event.Declared(at(7), 3, "three"),
          new Event.Unclear(at(8), 3, "the connection broke"),
          new Event.Duty(at(8), "orphans", "node-2", 5),
          new Event.Silenced(at(9), "edge"),
          row(10, SECOND, SECOND, new Status(false, 12, 10)),
          shown(14, 15, false, 12, 10, 6),
          new Event.Heard(at(16), "edge"),
          new Event.Held(at(17), "edge", 12, "three"),
          row(18, SECOND, SECOND, new Status(true, 12, 12)),
          shown(19, 20, true, 12, 12, 1),
          new Event.Settled(at(19), 100, "running"),
          new Event.Settled(at(20), 100, "succeeded"),
          new Event.Held(at(21), "edge", 12, "three"),
          new Event.Began(at(21), 100, "edge"),
          new Event.Done(at(21), 100, "edge"),
          new Event.Stored(at(22), 10, "one"),
          new Event.Stored(at(22), 11, "two"),
          new Event.Stored(at(22), 12, "three"),
          new Event.Over(at(23)));

  private static long at(int second) {
    return TimeUnit.SECONDS.toNanos(second);
  }

  private static Event row(int second, Epoch row, Epoch session, Status status) {
    return new Event.Row(at(second), "edge", row, session, status);
  }

  private static Event shown(
      int asked, int answered, boolean inSync, long wanted, long held, int confirmedSeconds) {
    return new Event.Shown(
        at(asked),
        at(answered),
        "node-2",
        "edge",
        new Status(inSync, wanted, held),
        Duration.ZERO,
        Optional.of(Duration.ofSeconds(confirmedSeconds)));
  }

  @Test
  void aHistoryThatKeepsEveryGuaranteePasses() {
    assertThat(Checker.check(GOOD)).isEmpty();
  }

  @Test
  void anAcceptedChangeThatIsNotStoredIsLost() {
    refused(without(Event.Stored.class, event -> event.revision() == 11), Rule.LOST);
  }

  @Test
  void anAcceptedChangeThatAnotherOneOverwroteIsLost() {
    var doctored =
        changed(Event.Stored.class, e -> e.revision() == 11 ? stored(11, "three") : e);
    assertThat(rules(doctored)).contains(Rule.LOST);
  }

  @Test
  void aSiteThatDoesNotHaveTheNewestChangeInTheEndHasLostIt() {
    var doctored =
        changed(Event.Held.class, e -> new Event.Held(e.at(), e.site(), 10, "one"));
    doctored =
        doctored.stream()
            .filter(e -> !(e instanceof Event.Row row && row.status().held() == 12))
            .filter(e -> !(e instanceof Event.Shown shown && shown.status().held() == 12))
            .toList();
    refused(doctored, Rule.LOST);
  }

  @Test
  void aCommandThatNeverEndsIsLost() {
    refused(without(Event.Settled.class, _ -> true), Rule.LOST);
  }

  @Test
  void aCommandThatRanTwiceIsDoubled() {
    refused(with(new Event.Began(at(21), 100, "edge")), Rule.DOUBLED);
  }

  @Test
  void aChangeThatIsStoredTwiceIsDoubled() {
    refused(with(stored(9, "two")), Rule.DOUBLED);
  }

  @Test
  void aCommandThatEndsInTwoWaysIsDoubled() {
    refused(with(new Event.Settled(at(22), 100, "failed")), Rule.DOUBLED);
  }

  @Test
  void aChangeThatLiesBeforeOneThatHadBeenAnsweredIsReordered() {
    var doctored =
        changed(Event.Accepted.class, e -> new Event.Accepted(e.at(), e.call(), 21 - e.revision()));
    doctored =
        doctored.stream()
            .map(e ->
                e instanceof Event.Stored(var at, var revision, var value) && revision < 12
                    ? new Event.Stored(at, 21 - revision, value)
                    : e)
            .map(e -> e instanceof Event.Held held ? asRenumbered(held) : e)
            .filter(e -> !(e instanceof Event.Shown || e instanceof Event.Row))
            .toList();
    refused(doctored, Rule.REORDERED);
  }

  private static Event asRenumbered(Event.Held held) {
    return held.revision() == 10
        ? new Event.Held(held.at(), held.site(), 11, held.value())
        : held;
  }

  @Test
  void aStatusThatAReplacedSessionWroteIsStale() {
    refused(with(row(11, FIRST, SECOND, new Status(true, 10, 10))), Rule.STALE_EPOCH);
  }

  @Test
  void aSessionThatGoesBackToAnEarlierEpochIsStale() {
    refused(with(row(12, FIRST, FIRST, new Status(false, 12, 10))), Rule.STALE_EPOCH);
  }

  @Test
  void aDutyWithTwoHoldersInOneEpochIsStale() {
    refused(with(new Event.Duty(at(9), "orphans", "node-1", 5)), Rule.STALE_EPOCH);
  }

  @Test
  void whatIsSaidToBeAppliedBeforeItIsInTheJournalIsTooEarly() {
    refused(with(row(11, SECOND, SECOND, new Status(false, 12, 12)), held(12, 10, "one")),
        Rule.APPLIED_TOO_EARLY);
  }

  @Test
  void aCommandThatSucceededBeforeItWasDoneIsTooEarly() {
    refused(without(Event.Done.class, _ -> true), Rule.APPLIED_TOO_EARLY);
  }

  @Test
  void aSiteThatHoldsAnEarlierRevisionAgainIsRolledBack() {
    var doctored =
        GOOD.stream()
            .filter(e -> !(e instanceof Event.Row || e instanceof Event.Shown))
            .toList();
    refused(with(doctored, held(18, 10, "one")), Rule.ROLLED_BACK);
  }

  @Test
  void aSiteThatHoldsTheContentOfAnotherRevisionIsRolledBack() {
    refused(with(held(21, 12, "one")), Rule.ROLLED_BACK);
  }

  @Test
  void inSyncWithLessThanWasAcceptedIsShownFresh() {
    refused(with(shown(8, 9, true, 10, 10, 0)), Rule.SHOWN_FRESH);
  }

  @Test
  void anAnswerThatAdmitsItsAgeIsNotShownFresh() {
    var old =
        new Event.Shown(
            at(8),
            at(9),
            "node-2",
            "edge",
            new Status(true, 10, 10),
            Duration.ofSeconds(2),
            Optional.of(Duration.ZERO));
    assertThat(Checker.check(with(old))).isEmpty();
  }

  @Test
  void aSilentSiteThatIsSaidToHaveBeenLookedAtIsShownFresh() {
    refused(with(shown(15, 15, false, 12, 10, 1)), Rule.SHOWN_FRESH);
  }

  @Test
  void aRefusedChangeThatIsStoredIsInvented() {
    var doctored =
        GOOD.stream()
            .map(e ->
                e instanceof Event.Unclear(var at, var call, var why)
                    ? new Event.Refused(at, call, why)
                    : e)
            .toList();
    refused(doctored, Rule.INVENTED);
  }

  @Test
  void aCommandThatNobodyOrderedIsInvented() {
    refused(with(new Event.Began(at(21), 101, "edge")), Rule.INVENTED);
  }

  @Test
  void aCommandThatRanAtAnotherSiteIsInvented() {
    var doctored =
        changed(Event.Began.class, e -> new Event.Began(e.at(), e.command(), "elsewhere"));
    refused(doctored, Rule.INVENTED);
  }

  private static void refused(List<Event> doctored, Rule reason) {
    assertThat(rules(doctored)).containsOnly(reason);
  }

  private static List<Rule> rules(List<Event> events) {
    return Checker.check(events).stream().map(Violation::rule).toList();
  }

  private static Event.Stored stored(long revision, String value) {
    return new Event.Stored(at(22), revision, value);
  }

  private static Event held(int second, long revision, String value) {
    return new Event.Held(at(second), "edge", revision, value);
  }

  private static List<Event> with(Event... more) {
    return with(GOOD, more);
  }

  private static List<Event> with(List<Event> events, Event... more) {
    var history = new History();
    events.forEach(history::add);
    for (var event : more) {
      history.add(event);
    }
    return history.events();
  }

  private static <E extends Event> List<Event> without(Class<E> type, Predicate<E> which) {
    return GOOD.stream()
        .filter(event -> !type.isInstance(event) || !which.test(type.cast(event)))
        .toList();
  }

  private static <E extends Event> List<Event> changed(Class<E> type, UnaryOperator<E> how) {
    return GOOD.stream()
        .map(event -> type.isInstance(event) ? how.apply(type.cast(event)) : event)
        .toList();
  }
}
