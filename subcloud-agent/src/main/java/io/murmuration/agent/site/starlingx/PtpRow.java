package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.Row;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the site's clocks are synchronised where no PTP instances are used: sysinv {@code ptp}.
 * Deleted: sysinv's own defaults, because the row stays.
 */
final class PtpRow implements RowType {
  private static final SortedMap<String, String> DEFAULTS =
      new TreeMap<>(Map.of("mode", "hardware", "transport", "l2", "mechanism", "e2e"));

  @Override
  public String name() {
    return "ptp";
  }

  @Override
  public String path() {
    return "/v1/ptp";
  }

  @Override
  public String collection() {
    return "ptps";
  }

  @Override
  public Map<String, ?> value(Row row) {
    return fields(row);
  }

  @Override
  public SortedMap<String, String> fields(Row value) {
    var fields = new TreeMap<String, String>();
    DEFAULTS.forEach(
        (field, otherwise) -> fields.put(field, value.has(field) ? value.text(field) : otherwise));
    return fields;
  }

  /** A patch of this row stores it; sysinv takes no action in it. */
  @Override
  public Optional<String> applyPath() {
    return Optional.of("/v1/ptp/apply");
  }

  @Override
  public String example() {
    return "{\"mechanism\":\"e2e\",\"mode\":\"hardware\",\"transport\":\"l2\"}";
  }

  @Override
  public Removal removal() {
    return new Removal.Reset(new TreeMap<>(DEFAULTS));
  }
}
