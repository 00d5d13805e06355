package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.Row;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * NTP servers: sysinv {@code intp}. Cannot be deleted: sysinv keeps at least one, and a cloud whose
 * clocks drift apart loses its certificates and its storage.
 */
final class NtpRow implements RowType {
  private static final String FIELD = "ntpservers";
  private static final String NEVER_WITHOUT =
      "a site cannot be without NTP servers; it keeps those it has (declare others instead)";

  @Override
  public String name() {
    return "ntp";
  }

  @Override
  public String path() {
    return "/v1/intp";
  }

  @Override
  public String collection() {
    return "intps";
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
  public Optional<String> refusal(Row value) {
    return value.texts(FIELD).isEmpty() ? Optional.of(NEVER_WITHOUT) : Optional.empty();
  }

  @Override
  public String example() {
    return "{\"ntpservers\":[\"192.0.2.123\"]}";
  }

  @Override
  public Removal removal() {
    return new Removal.Impossible(NEVER_WITHOUT);
  }
}
