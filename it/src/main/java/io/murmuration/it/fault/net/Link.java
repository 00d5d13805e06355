package io.murmuration.it.fault.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/** One way through the proxy: who dials {@link #address} is passed on to a target. Thread-safe. */
public final class Link {
  private final InetSocketAddress address;
  private final InetSocketAddress target;
  private final Runnable changed;
  private final Consumer<Exception> faults;
  private volatile Function<InetAddress, Condition> conditions = _ -> Condition.WELL;

  Link(
      InetSocketAddress address,
      InetSocketAddress target,
      Runnable changed,
      Consumer<Exception> faults) {
    this.address = address;
    this.target = target;
    this.changed = changed;
    this.faults = faults;
  }

  /** Where to dial instead of the target. */
  public InetSocketAddress address() {
    return address;
  }

  /** {@link #address} as host:port. */
  public String hostPort() {
    return address.getHostString() + ":" + address.getPort();
  }

  public void set(Condition condition) {
    set(_ -> condition);
  }

  /** For each connection by the address that dialled; also for those that are open. */
  public void set(Function<InetAddress, Condition> next) {
    conditions = next;
    changed.run();
  }

  Condition condition(InetAddress peer) {
    return conditions.apply(peer);
  }

  InetSocketAddress target() {
    return target;
  }

  Consumer<Exception> faults() {
    return faults;
  }
}
