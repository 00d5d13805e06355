package io.murmuration.central.recovery.conflict;

import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Hears on the lanes' threads which conflicts begin and end, and keeps it for the writer: one word
 * per subcloud and kind, the newest. Costs a look into an empty map as long as no site holds
 * another history. Thread-safe; never blocks for long.
 */
public final class ConflictBoard implements LaneObserver, HistoryReports {
  private final Map<SubcloudId, Greeting> greetings = new ConcurrentHashMap<>();
  private final Strangers strangers = new Strangers();
  private final Map<Word.Key, Word> words = new LinkedHashMap<>();
  private final List<Runnable> writers = new CopyOnWriteArrayList<>();
  private final List<Consumer<SubcloudId>> adopters = new CopyOnWriteArrayList<>();

  /**
   * @param recorded kinds whose conflict is a row, or a word on its way to be one
   */
  private record Greeting(SessionEpoch epoch, Histories histories, Set<Kind> recorded) {}

  /** Told that there is a word; must not block. */
  void onWord(Runnable writer) {
    writers.add(writer);
  }

  /** Told of subclouds whose contents are to be taken over; must not block. */
  void onAdopting(Consumer<SubcloudId> adopter) {
    adopters.add(adopter);
  }

  @Override
  public void greeted(SubcloudView subcloud, SessionEpoch epoch, Histories histories) {
    var id = subcloud.id();
    if (histories.strange().isEmpty() && subcloud.conflicts().isEmpty()) {
      greetings.remove(id);
      return;
    }
    strangers.greeted(id, epoch.hubEpoch(), histories);
    Set<Kind> recorded = ConcurrentHashMap.newKeySet();
    for (var row : subcloud.conflicts()) {
      var held = histories.strange().get(row.kind());
      if (held != null && held.is(row)) {
        recorded.add(row.kind());
      } else {
        put(
            new Word.Over(
                new Word.Key(id, row.kind()), epoch)); // the site holds something else by now
      }
    }
    greetings.put(id, new Greeting(epoch, histories, recorded));
    if (!histories.adopting(subcloud).isEmpty()) {
      adopters.forEach(adopter -> adopter.accept(id));
    }
    writers.forEach(Runnable::run);
  }

  @Override
  public void stepped(
      SubcloudId id,
      SessionEpoch epoch,
      Kind kind,
      KindEvent event,
      KindState before,
      KindState after) {
    var greeting = greetings.get(id);
    if (greeting == null || !greeting.epoch().equals(epoch)) {
      return;
    }
    var key = new Word.Key(id, kind);
    var held = greeting.histories().strange().get(kind);
    if (after.isConflict()) {
      if (held != null && greeting.recorded().add(kind)) {
        put(new Word.Found(key, epoch, held));
        writers.forEach(Runnable::run);
      }
    } else if (isObserved(after) && greeting.recorded().remove(kind)) {
      put(new Word.Over(key, epoch));
      writers.forEach(Runnable::run);
    }
  }

  private static boolean isObserved(KindState state) {
    var holding = state.holding();
    return holding != null && holding.digest() != null;
  }

  Strangers.Count strangers() {
    return strangers.count();
  }

  private void put(Word word) {
    synchronized (words) {
      words.put(word.key(), word);
    }
  }

  /** Takes the oldest words off the board. */
  List<Word> take(int most) {
    synchronized (words) {
      var taken = words.values().stream().limit(most).toList();
      taken.forEach(word -> words.remove(word.key()));
      return taken;
    }
  }

  /** They could not be written; later ones count instead. */
  void putBack(List<Word> unwritten) {
    synchronized (words) {
      unwritten.forEach(word -> words.putIfAbsent(word.key(), word));
    }
  }
}
