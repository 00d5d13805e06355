package io.murmuration.it.fault.soak;

import io.murmuration.it.fault.history.Checker;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.Violation;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.World;
import java.nio.file.Path;
import java.util.List;

/** Ends a run: the checker's word, in words. */
final class Verdict {
  private static final int MOST_PRINTED = 50;

  private Verdict() {}

  /** Whether everything that was promised was kept. */
  static boolean of(World world, Recorder recorder, Path data) {
    var events = recorder.finish();
    var file = data.resolve("history.txt");
    recorder.history().write(file);
    System.out.printf(
        "%d events (%s), %d looks without a database;"
            + " %d changes asked for, %d accepted; %d commands stored, %d begun%n",
        events.size(),
        file,
        recorder.looksWithoutDatabase(),
        count(events, Event.Declared.class),
        count(events, Event.Accepted.class),
        count(events, Event.Ordered.class),
        count(events, Event.Began.class));
    List<Violation> violations = Checker.check(events);
    violations.stream().limit(MOST_PRINTED).forEach(System.out::println);
    recorder.faults().forEach(fault -> System.out.println("the recorder failed: " + fault));
    world.faults().forEach(fault -> System.out.println("the proxy failed: " + fault));
    boolean kept =
        violations.isEmpty() && recorder.faults().isEmpty() && world.faults().isEmpty();
    System.out.println(
        kept
            ? "verdict: nothing lost, nothing twice, nothing backwards"
            : "verdict: " + violations.size() + " violations");
    return kept;
  }

  private static long count(List<Event> events, Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).count();
  }
}
