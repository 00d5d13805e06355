package io.murmuration.central.subcloud;

import io.murmuration.central.subcloud.listing.ReadRow;
import io.murmuration.central.subcloud.listing.RowSource;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;
import java.util.List;

/** The inventory as reads are served from it. */
public final class SubcloudRows implements RowSource {
  private final Transactions transactions;
  private final SubcloudRepository subclouds = new SubcloudRepository();

  public SubcloudRows(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<ReadRow> all() {
    return transactions.inTx(Isolation.REPEATABLE_READ, tx -> subclouds.rows(tx));
  }

  @Override
  public List<ReadRow> of(Collection<SubcloudId> ids) {
    return transactions.inTx(Isolation.REPEATABLE_READ, tx -> subclouds.rows(tx, ids));
  }
}
