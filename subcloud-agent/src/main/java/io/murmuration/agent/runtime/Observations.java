package io.murmuration.agent.runtime;

import io.murmuration.proto.ObservationAge;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was last seen at the site, per kind, and what the hub was last told of it. In memory only:
 * after a restart the site has not been looked at. Confined to the lane.
 */
final class Observations {
  /**
   * @param keyId of the digest
   * @param number grows in the life of the journal
   */
  record Seen(Holding holding, int keyId, long number, long nanos) {
    Duration age(long nowNanos) {
      return Duration.ofNanos(Math.max(0, nowNanos - nanos));
    }
  }

  private final Map<Kind, Seen> seen = new EnumMap<>(Kind.class);
  private final Map<Kind, String> unreadable = new EnumMap<>(Kind.class);
  private final Map<Kind, Holding> told = new EnumMap<>(Kind.class);
  private final long firstNumber;
  private long number;

  /**
   * @param lastDial numbers start above all that an earlier process of this journal gave, because
   *     it dialled less often
   */
  Observations(long lastDial) {
    this.firstNumber = (lastDial + 1) << 32;
    this.number = firstNumber;
  }

  /** Numbers of whatever else is observed grow from here, too. */
  long firstNumber() {
    return firstNumber;
  }

  void saw(Kind kind, Holding holding, int keyId, long nowNanos) {
    seen.put(kind, new Seen(holding, keyId, ++number, nowNanos));
    unreadable.remove(kind);
  }

  /** The site was tried and could not be read: what was seen before only grows older. */
  void failed(Kind kind, String why) {
    unreadable.put(kind, why);
  }

  Optional<Seen> of(Kind kind) {
    return Optional.ofNullable(seen.get(kind));
  }

  void told(Kind kind, Holding holding) {
    told.put(kind, holding);
  }

  /** Is this news to the hub? */
  boolean isNews(Kind kind, Holding holding) {
    var known = told.get(kind);
    return known == null
        || !Objects.equals(known.digest(), holding.digest())
        || !known.revision().equals(holding.revision())
        || !known.reported().equals(holding.reported());
  }

  /** A new stream: only its Hello was told. */
  void forgetTold() {
    told.clear();
  }

  List<ObservationAge> ages(long nowNanos) {
    var ages = new ArrayList<ObservationAge>(seen.size());
    seen.forEach((kind, last) ->
        ages.add(
            ObservationAge.newBuilder()
                .setKind(kind.wireName())
                .setObservation(last.number())
                .setAgeMs(last.age(nowNanos).toMillis())
                .setUnreadable(Frames.shortened(unreadable.getOrDefault(kind, "")))
                .build()));
    return ages;
  }
}
