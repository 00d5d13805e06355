package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.Row;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** DNS servers: sysinv {@code idns}. Deleted: the site has none, as before one was declared. */
final class DnsRow implements RowType {
  private static final String FIELD = "nameservers";

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public String path() {
    return "/v1/idns";
  }

  @Override
  public String collection() {
    return "idnss";
  }

  @Override
  public Map<String, ?> value(Row row) {
    return Map.of(FIELD, ServerList.parse(row.text(FIELD)));
  }

  @Override
  public SortedMap<String, String> fields(Row value) {
    return new TreeMap<>(Map.of(FIELD, ServerList.print(value.texts(FIELD))));
  }

  @Override
  public String example() {
    return "{\"nameservers\":[\"192.0.2.53\"]}";
  }

  @Override
  public Removal removal() {
    return new Removal.Reset(FIELD, ServerList.NONE);
  }
}
