package io.murmuration.central.config;

import java.util.List;

/** The keys as a Markdown table, for the documentation. */
public final class KeyTable {
  private KeyTable() {}

  public static String markdown(List<Key<?>> keys) {
    var table = new StringBuilder("| key | variable | default | expected | what |\n");
    table.append("|---|---|---|---|---|\n");
    for (var key : keys) {
      table
          .append("| `%s` | `%s` | ".formatted(key.name(), key.variable()))
          .append(key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`")
          .append(" | %s | %s |\n".formatted(key.type().expected(), key.doc()));
    }
    return table.toString();
  }
}
