package io.murmuration.it.fault.scenario;

import java.time.Duration;
import java.util.Locale;

/**
 * How a fleet came through a fault.
 *
 * @param name of the fault
 * @param back from the moment that the fault's description counts from until every agent had a
 *     stream and every site the newest revision, by its own word and by the hub's
 * @param othersP99Millis the slowest but one in a hundred of the sites on other nodes, from the
 *     commit of a change made under the fault to the commit of their answer
 * @param streamsKept agents that had a stream all the time; only where that is promised
 */
public record Outcome(String name, Duration back, double othersP99Millis, int streamsKept) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: all back after %.1f s; p99 of the others %.0f ms%s",
        name,
        back.toMillis() / 1000.0,
        othersP99Millis,
        streamsKept == 0 ? "" : "; " + streamsKept + " streams kept");
  }
}
