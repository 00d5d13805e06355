package io.murmuration.it.fault.watch;

import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.History;
import io.murmuration.it.fault.world.Sites;
import io.murmuration.it.fault.world.World;
import io.murmuration.sync.model.Kind;
import java.util.List;
import java.util.function.LongSupplier;

/** What every site durably holds, from its own files. */
final class JournalWatch {
  private final World world;
  private final History history;
  private final LongSupplier nanoTime;

  JournalWatch(World world, History history, LongSupplier nanoTime) {
    this.world = world;
    this.history = history;
    this.nanoTime = nanoTime;
  }

  void look() {
    for (var farm : world.farms()) {
      for (int i = 0; i < farm.count(); i++) {
        var site = farm.name(i);
        long at = nanoTime.getAsLong();
        farm.journal(i).ifPresent(journal -> held(at, site, journal));
      }
    }
  }

  private void held(long at, String site, SiteJournal journal) {
    var entry = journal.kinds().get(Kind.PLATFORM);
    if (entry == null) {
      return;
    }
    entry.journal().wanted().forEach((key, payload) -> {
      if (key.type().equals(Changes.TYPE)) {
        history.add(
            new Event.Held(at, site, entry.journal().held().number(), payload.text()));
      }
    });
  }

  /** What the sites noted of commands, in the order of each site; once, at the end. */
  void commands() {
    for (var farm : world.farms()) {
      for (int i = 0; i < farm.count(); i++) {
        noted(farm, i);
      }
    }
  }

  private void noted(Sites farm, int index) {
    long at = nanoTime.getAsLong();
    for (var line : farm.work(index)) {
      var words = List.of(line.split(" ", 2));
      int number = Integer.parseInt(words.getLast());
      history.add(
          words.getFirst().equals("begin")
              ? new Event.Began(at, number, farm.name(index))
              : new Event.Done(at, number, farm.name(index)));
    }
  }
}
