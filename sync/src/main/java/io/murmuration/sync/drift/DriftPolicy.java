package io.murmuration.sync.drift;

import io.murmuration.sync.model.Kind;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What counts for one subcloud: a decision about a type comes before one about its whole kind, and
 * where there is none, drift is repaired. Immutable.
 */
public record DriftPolicy(SortedMap<Subject, Decision> decisions) {
  /** Everything is repaired. */
  public static final DriftPolicy ENFORCE = new DriftPolicy(Collections.emptySortedMap());

  /**
   * @param type or {@link DriftRule#EVERY_TYPE}
   */
  public record Subject(Kind kind, String type) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : type.compareTo(other.type);
    }
  }

  /**
   * @param source who decided, in words
   */
  public record Decision(DriftMode mode, String source) {}

  public DriftPolicy {
    decisions = Collections.unmodifiableSortedMap(new TreeMap<>(decisions));
  }

  /** Empty if nobody decided. */
  public Optional<Decision> decision(Kind kind, String type) {
    return Optional.ofNullable(decisions.get(new Subject(kind, type)))
        .or(() -> Optional.ofNullable(decisions.get(new Subject(kind, DriftRule.EVERY_TYPE))));
  }

  public boolean reports(Kind kind, String type) {
    return decision(kind, type).filter(decision -> decision.mode() == DriftMode.REPORT).isPresent();
  }
}
