package io.murmuration.central.gateway.wire;

import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Availability;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HeartbeatAck;
import io.murmuration.proto.Hello;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.ReportedDrift;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between protocol messages and the core's values. Every bound on what an agent says is here. */
public final class Frames {
  private static final int MAX_REFUSALS = 1000;
  private static final int MAX_TYPES = 100;
  private static final long MAX_AGE_MS = Duration.ofDays(365).toMillis();

  private final int digestKeyId;

  /**
   * @param digestKeyId digests made with another key say nothing here
   */
  public Frames(int digestKeyId) {
    this.digestKeyId = digestKeyId;
  }

  /** By kind; kinds that this build does not know are left out. */
  public Map<Kind, Holding> holdings(List<io.murmuration.proto.Holding> all) throws MalformedFrame {
    var byKind = new EnumMap<Kind, Holding>(Kind.class);
    for (var one : all) {
      var kind = Kind.fromWireName(one.getKind());
      if (kind.isPresent()) {
        byKind.put(kind.get(), holding(one));
      }
    }
    return byKind;
  }

  /** By kind: how long ago the site was observed. */
  public static Map<Kind, Duration> ages(List<io.murmuration.proto.Holding> all) {
    var byKind = new EnumMap<Kind, Duration>(Kind.class);
    for (var one : all) {
      Kind.fromWireName(one.getKind()).ifPresent(kind -> byKind.put(kind, age(one.getAgeMs())));
    }
    return byKind;
  }

  public Holding holding(io.murmuration.proto.Holding said) throws MalformedFrame {
    var refusals = new ArrayList<Refusal>();
    for (var refusal : said.getRefusalsList().stream().limit(MAX_REFUSALS).toList()) {
      var item = digest(refusal.getItemDigest().toByteArray());
      refusals.add(new Refusal(key(refusal.getKey()), item, words(refusal.getWhy())));
    }
    boolean comparable = said.hasDigest() && said.getDigestKeyId() == digestKeyId;
    return new Holding(
        revision(said.getRevision()),
        comparable ? digest(said.getDigest().toByteArray()) : null,
        refusals,
        reported(said.getReportedList()));
  }

  private static SortedMap<String, Integer> reported(List<ReportedDrift> said) {
    var reported = new TreeMap<String, Integer>();
    for (var drift : said.stream().limit(MAX_TYPES).toList()) {
      if (!drift.getType().isEmpty() && drift.getItems() > 0) {
        reported.put(AgentText.of(drift.getType(), AgentText.NAME), drift.getItems());
      }
    }
    return reported;
  }

  public Optional<Answer> answer(ApplyResult said) throws MalformedFrame {
    return Optional.ofNullable(
        switch (said.getOutcome()) {
          case FINISHED -> new Answer.Finished(holding(said.getHolding()));
          case DEFERRED ->
              new Answer.Deferred(
                  age(said.getRetryAfterMs()),
                  words(said.getReason()),
                  keys(said.getDeferredList()));
          case NEED_FULL -> new Answer.NeedFull();
          case REJECTED -> new Answer.Rejected(words(said.getReason()));
          case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> null;
        });
  }

  /** The history that each holding belongs to; older agents name one for all. */
  public Map<Kind, Lineage> lineages(Hello hello) throws MalformedFrame {
    var ofAll = lineage(hello.getHubEpoch(), hello.getLineage());
    var byKind = new EnumMap<Kind, Lineage>(Kind.class);
    for (var one : hello.getHoldingsList()) {
      var kind = Kind.fromWireName(one.getKind());
      if (kind.isPresent()) {
        byKind.put(
            kind.get(), one.hasHubEpoch() ? lineage(one.getHubEpoch(), one.getLineage()) : ofAll);
      }
    }
    return byKind;
  }

  private static Lineage lineage(long hubEpoch, String name) throws MalformedFrame {
    if (hubEpoch < 0 || (hubEpoch == 0) != name.isEmpty()) {
      throw new MalformedFrame(
          "hub_epoch: "
              + hubEpoch
              + " with lineage "
              + (name.isEmpty() ? "none" : "given")
              + " (expected: > 0 with a name, or 0 without)");
    }
    return new Lineage(hubEpoch, AgentText.of(name, AgentText.NAME));
  }

  /** Whatever this build does not know says nothing about the site, as nothing said does. */
  public static SiteVerdict verdict(Availability said, long number, int failures, String why) {
    return switch (said) {
      case AVAILABILITY_UP -> SiteVerdict.up(number);
      case AVAILABILITY_DOWN -> SiteVerdict.down(number, Math.max(0, failures), words(why));
      case AVAILABILITY_UNSPECIFIED, UNRECOGNIZED -> SiteVerdict.unknown(number, words(why));
    };
  }

  /** A delay or age that an agent names: neither negative nor absurd. */
  public static Duration age(long millis) {
    return Duration.ofMillis(Math.clamp(millis, 0, MAX_AGE_MS));
  }

  public static String words(String said) {
    return AgentText.of(said, AgentText.SENTENCE);
  }

  public static HubFrame goAway(Farewell words) {
    return HubFrame.newBuilder()
        .setGoAway(
            GoAway.newBuilder()
                .setReason(words.reason())
                .setDetails(words.details())
                .setReturnAfterMs(words.returnAfter().toMillis())
                .addAllAddresses(words.places()))
        .build();
  }

  static HubFrame heartbeatAck(long sequence) {
    return HubFrame.newBuilder()
        .setHeartbeatAck(HeartbeatAck.newBuilder().setSequence(sequence))
        .build();
  }

  private static Revision revision(long number) throws MalformedFrame {
    if (number < 0) {
      throw new MalformedFrame("revision: " + number + " (expected: >= 0)");
    }
    return new Revision(number);
  }

  private static Digest digest(byte[] bytes) throws MalformedFrame {
    if (bytes.length != Digest.BYTES) {
      throw new MalformedFrame(
          "digest: " + bytes.length + " bytes (expected: " + Digest.BYTES + ")");
    }
    return Digest.of(bytes);
  }

  /** Of more than are looked at it is not known which. */
  private static List<ItemKey> keys(List<io.murmuration.proto.ItemKey> said) throws MalformedFrame {
    var keys = new ArrayList<ItemKey>();
    for (var key : said.size() > MAX_REFUSALS ? List.<io.murmuration.proto.ItemKey>of() : said) {
      keys.add(key(key));
    }
    return keys;
  }

  private static ItemKey key(io.murmuration.proto.ItemKey said) throws MalformedFrame {
    if (said.getType().isEmpty() || said.getName().isEmpty()) {
      throw new MalformedFrame("item key: an empty part (expected: type and name)");
    }
    return new ItemKey(
        AgentText.of(said.getType(), AgentText.NAME), AgentText.of(said.getName(), AgentText.NAME));
  }
}
