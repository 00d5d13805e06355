package io.murmuration.central.gateway.drift;

import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that is not at the site as it was declared.
 *
 * @param policy what happens to it
 * @param source who decided that, in words; "" if nobody did
 * @param fields those that differ; empty for a secret, of which no value leaves the site
 */
record Drift(
    Kind kind,
    ItemKey key,
    DriftMode policy,
    String source,
    boolean secret,
    boolean missing,
    List<Field> fields) {
  Drift {
    fields = List.copyOf(fields);
  }

  /**
   * Values as JSON.
   *
   * @param wanted held by the system controller; null if it does not have the field
   * @param found held by the site; null if it does not have the field
   */
  record Field(String name, @Nullable String wanted, @Nullable String found) {}
}
