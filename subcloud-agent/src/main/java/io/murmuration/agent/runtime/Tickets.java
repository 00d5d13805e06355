package io.murmuration.agent.runtime;

import io.murmuration.sync.model.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Questions of the present stream by a number of our own. Of one kind, whoever is answered settles
 * all asked before: the worker keeps only the newest. Confined to the lane.
 */
final class Tickets<T> {
  private final Map<Kind, NavigableMap<Long, T>> open = new EnumMap<>(Kind.class);
  private long last;

  long issue(Kind kind, T question) {
    open.computeIfAbsent(kind, _ -> new TreeMap<>()).put(++last, question);
    return last;
  }

  /** Null if it was asked by an earlier stream, or by nobody. */
  @Nullable T take(Kind kind, long ticket) {
    var questions = open.get(kind);
    if (questions == null) {
      return null;
    }
    var question = questions.remove(ticket);
    questions.headMap(ticket).clear();
    return question;
  }

  /** As {@link #take}, but who asked before gets the same answer. */
  List<T> takeUpTo(Kind kind, long ticket) {
    var questions = open.get(kind);
    if (questions == null) {
      return List.of();
    }
    var until = questions.headMap(ticket, true);
    var answered = List.copyOf(until.values());
    until.clear();
    return answered;
  }

  /** The stream is over; numbers go on, so that late answers find nothing. */
  void clear() {
    open.clear();
  }
}
