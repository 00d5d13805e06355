package io.murmuration.central.subcloud.listing;

import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;
import java.util.List;

/** The inventory in the database. Each call is one snapshot of it; blocks. */
public interface RowSource {
  /** All subclouds, in the order of ids. */
  List<ReadRow> all();

  /** Those of {@code ids} that still are, in the order of ids. */
  List<ReadRow> of(Collection<SubcloudId> ids);
}
