package io.murmuration.sync.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda();

  private static void nothing() {}

  private List<Agenda.Task> runUntil(long end) {
    var taken = new ArrayList<Agenda.Task>();
    for (var task = agenda.next(end); task != null; task = agenda.next(end)) {
      taken.add(task);
    }
    return taken;
  }

  @Test
  void tasksComeInTheOrderOfTimeAndThenOfAddingHoweverFarTheyAre() {
    var random = new SplittableRandom(7);
    var added = new ArrayList<Agenda.Task>();
    var taken = new ArrayList<Agenda.Task>();
    long now = 0;
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 50; i++) {
        long delay = random.nextLong(1L << random.nextInt(1, 42)); // nanoseconds to an hour
        added.add(agenda.add(now + delay / 1000 * 1000, AgendaTest::nothing));
      }
      now += random.nextLong(40 * World.SECOND);
      taken.addAll(runUntil(now));
    }
    taken.addAll(runUntil(Long.MAX_VALUE));

    added.sort(Comparator.comparingLong(Agenda.Task::due)); // stable
    assertThat(taken).containsExactlyElementsOf(added);
  }

  @Test
  void whatIsAddedMeanwhileComesInItsTurn() {
    var names = new ArrayList<String>();
    agenda.add(
        10,
        () -> {
          names.add("first");
          agenda.add(20, () -> names.add("third"));
          agenda.add(10, () -> names.add("second"));
        });
    agenda.add(30 * World.SECOND, () -> names.add("last"));

    for (var task = agenda.next(World.SECOND); task != null; task = agenda.next(World.SECOND)) {
      task.run();
    }

    assertThat(names).containsExactly("first", "second", "third");
  }

  @Test
  void aCancelledTaskIsNotTaken() {
    var near = agenda.add(1, AgendaTest::nothing);
    var soon = agenda.add(World.SECOND, AgendaTest::nothing);
    var far = agenda.add(3600 * World.SECOND, AgendaTest::nothing);
    var kept = agenda.add(3600 * World.SECOND, AgendaTest::nothing);
    near.cancel();
    soon.cancel();
    far.cancel();

    assertThat(runUntil(Long.MAX_VALUE)).containsExactly(kept);
  }

  @Test
  void nothingIsTakenBeforeItIsDue() {
    var task = agenda.add(World.SECOND, AgendaTest::nothing);

    assertThat(runUntil(World.SECOND - 1)).isEmpty();
    assertThat(runUntil(World.SECOND)).containsExactly(task);
  }
}
