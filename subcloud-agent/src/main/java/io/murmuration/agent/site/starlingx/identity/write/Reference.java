package io.murmuration.agent.site.starlingx.identity.write;

/**
 * A column that holds somebody's id.
 *
 * @param link the column is part of a key without a foreign key behind it, so that a row with the
 *     new id may be there already
 */
record Reference(String table, String column, boolean link) {
  static Reference row(String table, String column) {
    return new Reference(table, column, false);
  }

  static Reference link(String table, String column) {
    return new Reference(table, column, true);
  }
}
