package io.murmuration.central.subcloud.address;

import io.murmuration.central.subcloud.address.AddressRepository.Stamp;
import io.murmuration.central.subcloud.bootstrap.AddressPlan;
import io.murmuration.central.subcloud.bootstrap.Neighbours;
import io.murmuration.schema.tx.Tx;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The networks of all subclouds, kept in memory by this node: built once from the rows, then only
 * brought up to date with the subclouds that were changed since, by whatever node.
 *
 * <p>Of a transaction it takes in what others committed, so it is asked before the transaction
 * writes; a rollback then leaves nothing behind. One user at a time: whoever asks holds the {@link
 * io.murmuration.central.store.InventoryLock} until it no longer uses the answer.
 */
public final class FleetAddresses {
  private final AddressRepository repository = new AddressRepository();
  private final TreeSet<Integer> without = new TreeSet<>();
  private AddressPlan plan = new AddressPlan();
  private @Nullable Stamp known;

  /** All that is committed. */
  public synchronized Neighbours upToDate(Tx tx) {
    var now = repository.stamp(tx);
    var before = known;
    if (before == null || before.epoch() != now.epoch() || before.seq() > now.seq()) {
      rebuild(tx);
    } else if (before.seq() < now.seq()) {
      catchUp(tx, before.seq());
    }
    if (plan.size() + without.size() != now.count() || newest() != now.newest()) {
      rebuild(tx); // rows came or went without a change being told
    }
    known = now;
    return plan;
  }

  private void catchUp(Tx tx, long seq) {
    var changed = repository.changedSince(tx, seq);
    changed.forEach(plan::remove);
    without.removeAll(changed);
    take(repository.of(tx, changed));
  }

  private void rebuild(Tx tx) {
    plan = new AddressPlan();
    without.clear();
    take(repository.all(tx));
  }

  private void take(AddressRepository.Networks networks) {
    networks.sites().forEach(plan::put);
    without.addAll(networks.without());
  }

  /**
   * Whoever has no network counts too: else each question would look like a row that is missing.
   */
  private int newest() {
    return Math.max(plan.newest(), without.isEmpty() ? 0 : without.last());
  }
}
