package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.Row;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the site sends its logs: sysinv {@code remotelogging}. Deleted: disabled; the address
 * stays, because sysinv takes no row without one.
 */
final class RemoteLoggingRow implements RowType {
  private static final String ENABLED = "enabled";
  private static final String ADDRESS = "ip_address";
  private static final String PORT = "port";
  private static final String TRANSPORT = "transport";
  private static final long DEFAULT_PORT = 514;
  private static final String DEFAULT_TRANSPORT = "udp";

  @Override
  public String name() {
    return "remote-logging";
  }

  @Override
  public String path() {
    return "/v1/remotelogging";
  }

  @Override
  public String collection() {
    return "remoteloggings";
  }

  @Override
  public Map<String, ?> value(Row row) {
    return Map.of(
        ENABLED,
        row.truth(ENABLED),
        ADDRESS,
        row.text(ADDRESS),
        PORT,
        row.whole(PORT).orElse(DEFAULT_PORT),
        TRANSPORT,
        row.has(TRANSPORT) ? row.text(TRANSPORT) : DEFAULT_TRANSPORT);
  }

  @Override
  public SortedMap<String, String> fields(Row value) {
    var fields = new TreeMap<String, String>();
    for (var field : new String[] {ENABLED, ADDRESS, PORT, TRANSPORT}) {
      fields.put(field, value.text(field));
    }
    return fields;
  }

  @Override
  public String example() {
    return "{\"enabled\":true,\"ip_address\":\"192.0.2.20\",\"port\":514,\"transport\":\"tcp\"}";
  }

  @Override
  public Removal removal() {
    return new Removal.Reset(ENABLED, "false");
  }
}
