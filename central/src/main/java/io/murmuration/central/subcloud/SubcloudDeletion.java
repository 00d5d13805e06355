package io.murmuration.central.subcloud;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;

/**
 * What another feature must do before a subcloud's row goes, in the same transaction; e.g. revoke
 * its certificates. Rows that refer to the subcloud go by themselves. May not be slow; whatever it
 * throws keeps the subcloud.
 */
public interface SubcloudDeletion {
  void beforeDelete(Tx tx, SubcloudId id);
}
