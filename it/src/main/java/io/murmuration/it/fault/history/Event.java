package io.murmuration.it.fault.history;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that was seen. {@code at} is in nanoseconds of one monotonic clock, that of the
 * recorder: for what a node or the database said, when the answer was there; for what was read at a
 * site, when reading began.
 */
public sealed interface Event {
  long at();

  /** A change of the fleet-wide item was sent; no two have the same value. */
  record Declared(long at, int call, String value) implements Event {}

  /** It was answered with its revision: from now on it must not be lost. */
  record Accepted(long at, int call, long revision) implements Event {}

  /** It was answered with a no: it must not be there. */
  record Refused(long at, int call, String why) implements Event {}

  /** Nobody knows: no answer, or one that says so. */
  record Unclear(long at, int call, String why) implements Event {}

  /** What the database says at the end of a change, from the history that is only appended to. */
  record Stored(long at, long revision, String value) implements Event {}

  /** What a site's journal holds. */
  record Held(long at, String site, long revision, String value) implements Event {}

  /**
   * What a node says of a site.
   *
   * @param asked when the question was sent
   * @param old how old the whole answer is by its own word; zero if the node says nothing of it
   * @param confirmed how long ago the site was looked at, in whole seconds
   */
  record Shown(
      long asked,
      long at,
      String node,
      String site,
      Status status,
      Duration old,
      Optional<Duration> confirmed)
      implements Event {}

  /** What a row says of a site, and the session it is written under. */
  record Row(long at, String site, Epoch row, Epoch session, Status status) implements Event {}

  /**
   * @param inSync whether that is claimed
   */
  record Status(boolean inSync, long wanted, long held) {}

  /** From here on no sign of life of the site can reach a node. */
  record Silenced(long at, String site) implements Event {}

  /** From here on some may. */
  record Heard(long at, String site) implements Event {}

  /** Who has a duty, as the database says. */
  record Duty(long at, String duty, String holder, long epoch) implements Event {}

  /** A command for one site was stored. */
  record Ordered(long at, int command, String site) implements Event {}

  /** Whether it was stored is not known. */
  record OrderUnclear(long at, int command, String site) implements Event {}

  /** The site began to run it, as it noted itself before doing anything. */
  record Began(long at, int command, String site) implements Event {}

  /** The site had done it. */
  record Done(long at, int command, String site) implements Event {}

  /** How the hub says that it ended: a state of operations. */
  record Settled(long at, int command, String state) implements Event {}

  /** Faults have ended, everything was given its time: all that is promised must be there. */
  record Over(long at) implements Event {}

  /** Hub epoch, then number. */
  record Epoch(long hub, long number) implements Comparable<Epoch> {
    @Override
    public int compareTo(Epoch other) {
      int byHub = Long.compare(hub, other.hub);
      return byHub != 0 ? byHub : Long.compare(number, other.number);
    }
  }
}
