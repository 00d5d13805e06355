package io.murmuration.central.subcloud.address;

import static io.murmuration.schema.jooq.Tables.CHANGE;
import static io.murmuration.schema.jooq.Tables.HUB;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.subcloud.bootstrap.AddressPlan.Site;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record5;
import org.jooq.Result;
import org.jooq.impl.DSL;

/** Reads what {@link FleetAddresses} keeps; stateless. */
final class AddressRepository {
  /**
   * A state of the inventory.
   *
   * @param epoch of the hub: a restored database starts another one
   * @param seq of the last change of any kind
   * @param count of the subclouds
   * @param newest id; with {@code count}, shows rows that came or went without a change
   */
  record Stamp(long epoch, long seq, int count, int newest) {}

  Stamp stamp(Tx tx) {
    return tx.sql()
        .select(
            HUB.EPOCH,
            HUB.SEQ,
            DSL.field(DSL.selectCount().from(SUBCLOUD)),
            DSL.field(DSL.select(DSL.coalesce(DSL.max(SUBCLOUD.ID), 0)).from(SUBCLOUD)))
        .from(HUB)
        .fetchSingle(row -> new Stamp(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  /** Ids of the subclouds that were changed, added or deleted after {@code seq}. */
  Set<Integer> changedSince(Tx tx, long seq) {
    return tx.sql()
        .select(CHANGE.SCOPE_ID.cast(Integer.class))
        .from(CHANGE)
        .where(
            CHANGE.SEQ.gt(seq),
            CHANGE.WHAT.in(ChangeKind.SUBCLOUD.wireName(), ChangeKind.SUBCLOUD_DELETED.wireName()))
        .fetchSet(row -> row.value1());
  }

  /**
   * What rows say.
   *
   * @param without ids of subclouds whose texts are no network: nothing can overlap them
   */
  record Networks(List<Site> sites, Set<Integer> without) {
    Networks {
      sites = List.copyOf(sites);
      without = Set.copyOf(without);
    }
  }

  Networks all(Tx tx) {
    return networks(tx, DSL.noCondition());
  }

  Networks of(Tx tx, Collection<Integer> ids) {
    return networks(tx, SUBCLOUD.ID.in(ids));
  }

  private static Networks networks(Tx tx, Condition which) {
    var sites = new ArrayList<Site>();
    var without = new HashSet<Integer>();
    for (var row : rows(tx, which)) {
      site(row).ifPresentOrElse(sites::add, () -> without.add(row.value1()));
    }
    return new Networks(sites, without);
  }

  private static Result<Record5<Integer, String, String, String, String>> rows(
      Tx tx, Condition which) {
    return tx.sql()
        .select(
            SUBCLOUD.ID,
            SUBCLOUD.NAME,
            SUBCLOUD.MANAGEMENT_SUBNET,
            SUBCLOUD.MANAGEMENT_START_IP,
            SUBCLOUD.MANAGEMENT_END_IP)
        .from(SUBCLOUD)
        .where(which)
        .fetch();
  }

  private static Optional<Site> site(Record5<Integer, String, String, String, String> row) {
    var start = IpAddress.parse(row.value4());
    var end = IpAddress.parse(row.value5());
    if (start.isEmpty()
        || end.isEmpty()
        || start.get().family() != end.get().family()
        || start.get().compareTo(end.get()) > 0) {
      return Optional.empty();
    }
    var range = new IpRange(start.get(), end.get());
    return IpNetwork.parse(row.value3())
        .map(subnet -> new Site(row.value1(), row.value2(), subnet, range));
  }
}
