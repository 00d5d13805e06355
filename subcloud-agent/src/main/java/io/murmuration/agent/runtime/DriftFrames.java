package io.murmuration.agent.runtime;

import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.drift.DriftPolicy.Decision;
import io.murmuration.sync.drift.DriftPolicy.Subject;
import io.murmuration.sync.model.Kind;
import java.util.TreeMap;

/** The drift policy as the hub sends it, in the core's words. Stateless. */
final class DriftFrames {
  private static final String SOURCE = "the hub";

  private DriftFrames() {}

  /** Kinds that this build does not know are left out: it has no items of them. */
  static DriftPolicy policy(io.murmuration.proto.DriftPolicy said) {
    var decisions = new TreeMap<Subject, Decision>();
    for (var rule : said.getRulesList()) {
      var mode = rule.getReport() ? DriftMode.REPORT : DriftMode.ENFORCE;
      Kind.fromWireName(rule.getKind())
          .ifPresent(
              kind -> decisions.put(new Subject(kind, rule.getType()), new Decision(mode, SOURCE)));
    }
    return new DriftPolicy(decisions);
  }
}
