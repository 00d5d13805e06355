package io.murmuration.central.certificate.rewrap;

import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;

/** SQL over everything that is sealed. Stateless. */
final class SealedRowsRepository {
  private static final int BEFORE_KEY = 3;

  private static final String LIVE_NODES =
      "SELECT count(*) FROM node WHERE lease_until > clock_timestamp()";

  /**
   * Rows by their key.
   *
   * @param after key of the last row of the page before; empty: from the first on
   */
  List<SealedRow> page(Tx tx, SealedTable table, List<Object> after, int most) {
    var parameters = new ArrayList<Object>(after);
    parameters.add(most);
    return tx.sql()
        .resultQuery(table.page(!after.isEmpty()), parameters.toArray())
        .fetch(row -> row(row, table.keyLength()));
  }

  private static SealedRow row(Record row, int keyLength) {
    var key = new ArrayList<Object>();
    for (int i = 0; i < keyLength; i++) {
      key.add(row.get(BEFORE_KEY + i));
    }
    return new SealedRow(
        key, row.get(0, String.class), row.get(1, Integer.class), row.get(2, byte[].class));
  }

  /**
   * Replaces what was read and is still so. One statement.
   *
   * @param fresh as {@code read}, row by row
   */
  void replace(Tx tx, SealedTable table, List<SealedRow> read, List<SealedRow> fresh) {
    var parameters = new ArrayList<Object>();
    for (int i = 0; i < table.keyLength(); i++) {
      int column = i;
      parameters.add(
          read.stream().map(row -> row.key().get(column).toString()).toArray(String[]::new));
    }
    parameters.add(read.stream().map(SealedRow::sealed).toArray(byte[][]::new));
    parameters.add(fresh.stream().map(SealedRow::sealed).toArray(byte[][]::new));
    tx.sql().execute(table.replace(), parameters.toArray());
  }

  /** Nodes of the hub that run. */
  int liveNodes(Tx tx) {
    return tx.sql().fetchSingle(LIVE_NODES).get(0, Integer.class);
  }
}
