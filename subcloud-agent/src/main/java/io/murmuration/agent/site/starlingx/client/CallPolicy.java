package io.murmuration.agent.site.starlingx.client;

import java.time.Duration;

/**
 * Limits of calls to one service.
 *
 * @param connect for the connection alone
 * @param read a whole call that changes nothing
 * @param write a whole call that changes something
 * @param atOnce calls under way at a time
 * @param patience longest wait for one of those places
 * @param readTries calls that change nothing are made this often, then fail
 * @param firstPause before the second try; doubles with each
 * @param failuresToOpen this many calls are looked at; if half of them failed, calls stop
 * @param openFor no calls for this long, then one to try
 */
public record CallPolicy(
    Duration connect,
    Duration read,
    Duration write,
    int atOnce,
    Duration patience,
    int readTries,
    Duration firstPause,
    int failuresToOpen,
    Duration openFor) {

  /** The write limit lies above the three minutes that sysinv gives its conductor. */
  public static final CallPolicy DEFAULT =
      new CallPolicy(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(200),
          4,
          Duration.ofSeconds(20),
          3,
          Duration.ofMillis(250),
          6,
          Duration.ofSeconds(20));

  public CallPolicy timeouts(Duration newConnect, Duration newRead, Duration newWrite) {
    return new CallPolicy(
        newConnect,
        newRead,
        newWrite,
        atOnce,
        patience,
        readTries,
        firstPause,
        failuresToOpen,
        openFor);
  }

  public CallPolicy atOnce(int calls, Duration newPatience) {
    return new CallPolicy(
        connect, read, write, calls, newPatience, readTries, firstPause, failuresToOpen, openFor);
  }

  public CallPolicy readTries(int tries, Duration newFirstPause) {
    return new CallPolicy(
        connect, read, write, atOnce, patience, tries, newFirstPause, failuresToOpen, openFor);
  }

  public CallPolicy circuit(int failures, Duration newOpenFor) {
    return new CallPolicy(
        connect, read, write, atOnce, patience, readTries, firstPause, failures, newOpenFor);
  }
}
