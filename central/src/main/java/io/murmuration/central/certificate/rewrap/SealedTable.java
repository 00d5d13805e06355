package io.murmuration.central.certificate.rewrap;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Every table that holds something sealed. Each has its primary key, and columns that make up the
 * place which each value is sealed for.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies
enum SealedTable {
  KEYS(
      "sealed_key",
      "sealed",
      List.of("purpose", "key_id"),
      List.of("text", "int"),
      "purpose",
      "key_id"),
  ITEMS(
      "desired_item",
      "sealed_payload",
      List.of("scope_type", "scope_id", "kind", "type", "name", "revision"),
      List.of("text", "bigint", "text", "text", "text", "bigint"),
      "'desired/' || kind || '/' || type || '/' || name",
      "0"),
  DOCUMENTS(
      "subcloud_document",
      "sealed",
      List.of("subcloud_id", "document"),
      List.of("int", "text"),
      "'subcloud/' || document",
      "subcloud_id"),
  OPERATIONS(
      "operation",
      "sealed_arguments",
      List.of("id"),
      List.of("uuid"),
      "'operation-arguments'",
      "1");

  private final String table;
  private final String column;
  private final List<String> key;
  private final List<String> types;
  private final String purpose;
  private final String keyId;

  SealedTable(
      String table,
      String column,
      List<String> key,
      List<String> types,
      String purpose,
      String keyId) {
    this.table = table;
    this.column = column;
    this.key = List.copyOf(key);
    this.types = List.copyOf(types);
    this.purpose = purpose;
    this.keyId = keyId;
  }

  /** The name of the table. */
  String text() {
    return table;
  }

  int keyLength() {
    return key.size();
  }

  /**
   * Rows by their key: purpose, key id, what is sealed, then the key. Parameters: the key of the
   * last row if {@code after}, then how many.
   */
  String page(boolean after) {
    var columns = String.join(", ", key);
    var marks = key.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return "SELECT %s, %s, %s, %s FROM %s WHERE %s IS NOT NULL %s ORDER BY %s LIMIT ?"
        .formatted(
            purpose,
            keyId,
            column,
            columns,
            table,
            column,
            after ? "AND (%s) > (%s)".formatted(columns, marks) : "",
            columns);
  }

  /**
   * Parameters: an array for each column of the key, what was read, what is to be written. Rows
   * that changed meanwhile are left alone.
   */
  String replace() {
    var arrays = types.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
    var same =
        key.stream().map(k -> "t.%s = u.%s".formatted(k, k)).collect(Collectors.joining(" AND "));
    return """
    UPDATE %s t SET %s = u.fresh
      FROM unnest(%s, ?::bytea[], ?::bytea[]) AS u (%s, former, fresh)
     WHERE %s AND t.%s = u.former
    """
        .formatted(table, column, arrays, String.join(", ", key), same, column);
  }
}
