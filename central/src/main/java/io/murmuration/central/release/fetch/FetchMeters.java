package io.murmuration.central.release.fetch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Fetches as meters. */
public final class FetchMeters implements FetchMetrics {
  private final Counter bytes;
  private final Map<End, Counter> ended = new EnumMap<>(End.class);

  public FetchMeters(MeterRegistry registry) {
    this.bytes = registry.counter("murmuration.fetch.bytes");
    for (var end : End.values()) {
      ended.put(
          end, registry.counter("murmuration.fetches", "end", end.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public void sent(int count) {
    bytes.increment(count);
  }

  @Override
  public void ended(End end) {
    var counter = ended.get(end);
    if (counter != null) {
      counter.increment();
    }
  }
}
