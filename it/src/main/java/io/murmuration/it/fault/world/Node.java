package io.murmuration.it.fault.world;

import io.murmuration.it.fault.net.Link;
import io.murmuration.it.run.HubProcess;
import java.net.InetAddress;

/** A central node and the ways to it. */
public final class Node {
  private final String name;
  private final HubProcess hub;
  private final Ways ways;
  private boolean frozen;
  private boolean dead;

  /**
   * @param agents agents reach the node on it
   * @param database the node reaches PostgreSQL on it
   * @param members the other nodes reach it on it
   */
  record Ways(Link agents, Link database, Link members) {}

  Node(String name, HubProcess hub, Ways ways) {
    this.name = name;
    this.hub = hub;
    this.ways = ways;
  }

  public String name() {
    return name;
  }

  public HubProcess hub() {
    return hub;
  }

  public Link agents() {
    return ways.agents();
  }

  public Link database() {
    return ways.database();
  }

  public Link members() {
    return ways.members();
  }

  /** Where it dials other nodes from. */
  public InetAddress address() {
    return ways.members().address().getAddress();
  }

  /** Whether it runs and moves. */
  public synchronized boolean isUp() {
    return !frozen && !dead;
  }

  /** {@code kill -9}. */
  public void kill() {
    mark(frozen, true);
    hub.kill();
  }

  /** After {@link #kill}; returns when it serves. */
  public void startAgain() {
    hub.startAgain();
    mark(frozen, false);
  }

  /** {@code SIGSTOP}, {@code SIGCONT}. */
  public void freeze(boolean stopped) {
    hub.process().freeze(stopped);
    mark(stopped, dead);
  }

  /** No byte can be written to any file, as on a full disk. */
  public void full(boolean full) {
    Processes.full(hub.process().pid(), full);
  }

  private synchronized void mark(boolean nowFrozen, boolean nowDead) {
    frozen = nowFrozen;
    dead = nowDead;
  }

  void close() {
    if (frozen) {
      freeze(false);
    }
    hub.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
