package io.murmuration.sync.sim.store;

import io.murmuration.sync.model.Era;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a dump of the database holds. */
public record Backup(
    long seq,
    List<SubcloudRow> subclouds,
    Map<Long, Change> changes,
    Map<Long, Long> requests,
    Map<OperationId, Operation> operations,
    Map<OperationId, Long> operationSubcloud,
    List<Era> eras,
    LeaseRows leases) {

  static Backup of(SimStore store) {
    var leases = new LeaseRows();
    leases.become(store.leases);
    return new Backup(
        store.seq,
        store.subclouds.values().stream().map(SubcloudRow::copy).toList(),
        new TreeMap<>(store.changes),
        new TreeMap<>(store.requests),
        new TreeMap<>(store.operations),
        new TreeMap<>(store.operationSubcloud),
        List.copyOf(store.eras),
        leases);
  }
}
