package io.murmuration.central.recovery.conflict;

import io.murmuration.central.desired.SiteItems;
import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.central.recovery.conflict.Resolution.Decision;
import io.murmuration.central.recovery.conflict.Resolution.Row;
import io.murmuration.sync.model.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an order does to the conflicts of each subcloud. Pure. */
final class ResolutionRules {
  private ResolutionRules() {}

  /** By subcloud, in the order of the rows. */
  static Map<Row, Decision> decide(Action action, List<Row> rows) {
    var bySubcloud = new LinkedHashMap<Long, List<Row>>();
    for (var row : rows) {
      bySubcloud.computeIfAbsent(row.id().value(), _ -> new ArrayList<>()).add(row);
    }
    var decisions = new LinkedHashMap<Row, Decision>();
    bySubcloud.values().forEach(of -> decisions.put(of.getFirst(), decideOne(action, of)));
    return decisions;
  }

  private static Decision decideOne(Action action, List<Row> rows) {
    var offline = rows.getFirst().offline();
    if (offline != null) {
      return new Decision.Refused(
          "subcloud: " + offline + " (expected: online, so that what it holds is what was shown)");
    }
    var kinds = new ArrayList<Kind>();
    var sent = new ArrayList<Kind>();
    for (var row : rows) {
      var revision = row.revision();
      if (revision != null && row.action() != action) {
        return new Decision.Refused(
            "%s: decided already, %s by %s (expected: undecided)"
                .formatted(
                    row.kind(),
                    row.action() == null ? "overridden" : row.action().wireName(),
                    revision));
      }
      if (revision != null) {
        sent.add(row.kind());
      } else if (action == Action.FORCE || SiteItems.isDeclarable(row.kind())) {
        kinds.add(row.kind());
      }
    }
    return kinds.isEmpty() && sent.isEmpty()
        ? new Decision.Refused(
            "adopt: %s (expected: platform; what a source or the hub itself keeps can only be forced)"
                .formatted(rows.getFirst().kind()))
        : new Decision.Taken(kinds, sent);
  }
}
