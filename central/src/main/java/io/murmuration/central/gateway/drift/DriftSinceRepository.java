package io.murmuration.central.gateway.drift;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD_STATUS;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.Map;
import java.util.TreeMap;

/** Since when endpoints are out of sync. */
final class DriftSinceRepository {
  /** By endpoint type, in ISO 8601; those that are not out of sync are not in it. */
  Map<String, String> outOfSync(Tx tx, SubcloudId id) {
    var since = new TreeMap<String, String>();
    tx.sql()
        .select(SUBCLOUD_STATUS.ENDPOINT_TYPE, SUBCLOUD_STATUS.SINCE)
        .from(SUBCLOUD_STATUS)
        .where(
            SUBCLOUD_STATUS.SUBCLOUD_ID.eq(Math.toIntExact(id.value())),
            SUBCLOUD_STATUS.SYNC_STATUS.eq(SyncStatus.OUT_OF_SYNC.wireName()))
        .forEach(row -> since.put(row.value1(), row.value2().toString()));
    return since;
  }
}
