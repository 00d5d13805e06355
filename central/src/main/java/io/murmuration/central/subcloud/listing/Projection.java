package io.murmuration.central.subcloud.listing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.murmuration.central.api.Content.Sink;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a subcloud are shown, in the order of the contract.
 *
 * @param fields null: all
 * @param endpoints whether {@code endpoint_sync_status} may be one of them
 * @param overall whether {@code sync_status} may
 * @param regionAsName the region's name takes the place of the name (contract, certificate monitor)
 */
record Projection(
    @Nullable Set<String> fields, boolean endpoints, boolean overall, boolean regionAsName) {
  static final String ENDPOINTS = "endpoint_sync_status";
  static final String OVERALL = "sync_status";

  /** An entry of the list. */
  static final Projection LISTED = new Projection(null, true, true, false);

  /** A single subcloud. */
  static final Projection SHOWN = new Projection(null, true, false, false);

  /** What the database has of it. */
  static final Projection RECORD = new Projection(null, false, false, false);

  private static final byte[] OPEN = {'{'};
  private static final byte[] CLOSE = {'}'};
  private static final byte[] COMMA = {','};
  private static final byte[] NAME = "\"name\":".getBytes(US_ASCII);

  void write(Row row, Sink sink) {
    sink.put(OPEN);
    boolean first = record(row.record(), sink);
    if (endpoints && (fields == null || fields.contains(ENDPOINTS))) {
      first = member(first, row.statuses().endpointsMember(), sink);
    }
    if (overall && (fields == null || fields.contains(OVERALL))) {
      member(first, row.statuses().overallMember(), sink);
    }
    sink.put(CLOSE);
  }

  private boolean record(RecordText record, Sink sink) {
    if (fields == null && !regionAsName) {
      record.all(sink);
      return false;
    }
    boolean first = true;
    var keys = record.keys();
    for (int i = 0; i < keys.size(); i++) {
      if (fields == null || fields.contains(keys.get(i))) {
        if (!first) {
          sink.put(COMMA);
        }
        if (regionAsName && keys.get(i).equals("name")) {
          sink.put(NAME);
          record.value(keys.indexOf("region-name"), sink);
        } else {
          record.member(i, sink);
        }
        first = false;
      }
    }
    return first;
  }

  private static boolean member(boolean first, byte[] member, Sink sink) {
    if (!first) {
      sink.put(COMMA);
    }
    sink.put(member);
    return false;
  }
}
