package io.murmuration.central.certificate.rewrap;

import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;

/** SQL over everything that is sealed. Stateless. */
final class SealedRowsRepository {
  private static final int BEFORE_KEY = 3;

  private static final String LIVE_NODES =
      """
      SELECT name, seals_by, opens_by FROM node
       WHERE lease_until > clock_timestamp() ORDER BY name, incarnation
      """;

  private static final String SAY =
      """
      UPDATE node SET seals_by = ?, opens_by = ?::text[]
       WHERE incarnation = ? AND (seals_by <> ? OR opens_by <> ?::text[])
      """;

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
  List<NodeKeys> liveNodes(Tx tx) {
    return tx.sql()
        .fetch(LIVE_NODES)
        .map(row ->
            new NodeKeys(
                row.get("name", String.class),
                row.get("seals_by", String.class),
                List.of(row.get("opens_by", String[].class))));
  }

  /** Writes nothing if the row says so already. */
  void say(Tx tx, UUID incarnation, List<String> fingerprints) {
    var all = fingerprints.toArray(String[]::new);
    tx.sql().execute(SAY, all[0], all, incarnation, all[0], all);
  }
}
