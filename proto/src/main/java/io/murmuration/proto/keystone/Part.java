package io.murmuration.proto.keystone;

import java.util.List;

/**
 * What one table gives to an item: one row, or a list of rows in no order.
 *
 * @param table its name is also the field's in the item's value
 * @param many a list; else exactly one row, without which there is no item
 * @param key SQL for the name of the item that a row {@code t} of the table belongs to
 * @param joins SQL after the table, or empty
 * @param condition SQL that holds for rows that are kept the same; the others are nobody's business
 */
public record Part(
    String table, boolean many, String key, String joins, String condition, List<Column> columns) {
  public Part {
    columns = List.copyOf(columns);
  }

  static Part one(String table, String key, Column... columns) {
    return new Part(table, false, key, "", "true", List.of(columns));
  }

  static Part many(String table, String key, Column... columns) {
    return new Part(table, true, key, "", "true", List.of(columns));
  }

  Part join(String sql) {
    return new Part(table, many, key, sql, condition, columns);
  }

  Part where(String sql) {
    return new Part(table, many, key, joins, sql, columns);
  }
}
