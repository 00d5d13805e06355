package io.murmuration.central.gateway.rehearsal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.murmuration.central.gateway.wire.Frames;
import io.murmuration.central.gateway.wire.MalformedFrame;
import io.murmuration.central.gateway.wire.Outbox;
import io.murmuration.central.gateway.wire.PushEncoder;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Holding;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.HubMachine;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.hub.RetryPolicy;
import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.resource.WantedSet;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes for a fleet that is not there: a lane, sessions and machine as they are, frames encoded
 * and decoded, and no wire. A JVM runs what it has never run before at a tenth of its speed; this
 * has it compiled before the first agent waits for it. One thread, used once.
 */
public final class Rehearsal {
  private static final int SITES = 500;
  private static final int ITEMS = 10;
  private static final int DIGEST_KEY = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private final LongSupplier nanoTime;
  private final Frames frames = new Frames(DIGEST_KEY);
  private final PushEncoder encoder = new PushEncoder();
  private final NoWire wire = new NoWire();
  private final Outbox outbox = new Outbox(wire);
  private final Queue<Sent> sent = new ArrayDeque<>();
  private final HubLane lane;
  private WantedSet wanted = wanted(1);
  private int pushes;

  private record Sent(SubcloudId id, Effect.Push push) {}

  /**
   * @param nanoTime monotonic
   */
  Rehearsal(HubMachine machine, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lane =
        new HubLane(
            LaneConfig.DEFAULT,
            machine,
            new HubLane.Ports(
                new Link(), new Nowhere(), (_, _) -> wanted, new NoTime(), LaneObserver.NONE));
  }

  /** Does nothing if there is no time for it. */
  public static void warmUp(Duration time, LongSupplier nanoTime) {
    if (time.isPositive()) {
      int pushes = new Rehearsal(new KindMachine(RetryPolicy.DEFAULT), nanoTime).run(time);
      LOG.info("warmed up with {} pushes", pushes);
    }
  }

  /** Goes on for so long at least, a whole round at a time; returns how many pushes were made. */
  int run(Duration time) {
    long end = nanoTime.getAsLong() + time.toNanos();
    for (int site = 1; site <= SITES; site++) {
      lane.opened(hello(site));
    }
    answerAll();
    for (int revision = 2; nanoTime.getAsLong() < end; revision++) {
      wanted = wanted(revision);
      lane.wantedMoved(Scope.FLEET);
      answerAll();
    }
    return pushes;
  }

  private static WantedSet wanted(int revision) {
    var items =
        IntStream.range(0, ITEMS)
            .mapToObj(number ->
                new WantedItem(
                    new ItemKey("dns", "item-" + number),
                    Payload.of("{\"nameservers\":[\"192.0.2." + number + "\"]}"),
                    new Revision(number == 0 ? revision : 1)))
            .toList();
    return new WantedSet(
        Kind.PLATFORM,
        new Revision(revision),
        Revision.NONE,
        items,
        List.of(),
        new Digest(revision, 0, 0, 0));
  }

  private static SessionStart hello(int site) {
    return new SessionStart(
        new SubcloudId(site),
        new SessionEpoch(1, 1),
        1,
        new Inputs(1, true, true, null),
        true,
        SiteVerdict.up(1),
        Map.of(
            Kind.PLATFORM,
            new io.murmuration.sync.model.Holding(
                Revision.NONE, new Digest(0, 0, 0, 0), List.of())),
        Map.of(Kind.PLATFORM, Duration.ZERO),
        true,
        true);
  }

  private void answerAll() {
    for (var next = sent.poll(); next != null; next = sent.poll()) {
      pushes++;
      try {
        var result = ApplyResult.parseFrom(answer(next.push).toByteString());
        var said = frames.answer(result).orElseThrow();
        lane.heartbeat(next.id, new SessionEpoch(1, 1), SiteVerdict.up(pushes));
        lane.answered(next.id, new SessionEpoch(1, 1), Kind.PLATFORM, result.getAttempt(), said);
      } catch (MalformedFrame | InvalidProtocolBufferException e) {
        throw new IllegalStateException("rehearsal: own words not understood", e);
      }
    }
  }

  private static ApplyResult answer(Effect.Push push) {
    return ApplyResult.newBuilder()
        .setAttempt(push.attempt())
        .setKind(Kind.PLATFORM.wireName())
        .setRevision(push.wanted().revision().number())
        .setOutcome(ApplyResult.Outcome.FINISHED)
        .setHolding(
            Holding.newBuilder()
                .setKind(Kind.PLATFORM.wireName())
                .setRevision(push.wanted().revision().number())
                .setDigest(ByteString.copyFrom(push.wanted().digest().bytes()))
                .setDigestKeyId(DIGEST_KEY))
        .build();
  }

  private final class Link implements AgentLink {
    @Override
    public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
      var body = encoder.body(push.wanted(), push.from(), push.full(), nanoTime.getAsLong());
      outbox.push(kind, push, body);
      sent.add(new Sent(id, push));
      return true;
    }

    @Override
    public void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache) {}

    @Override
    public void cutSilent(SubcloudId id, SessionEpoch epoch) {}
  }

  private static final class Nowhere implements StatusSink {
    @Override
    public void kind(
        SubcloudId id, SessionEpoch epoch, long generation, Kind kind, KindStatus status) {}

    @Override
    public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {}
  }

  /** Everything is answered at once: no timer is ever due. */
  private final class NoTime implements Timers {
    @Override
    public long nowNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public Duration jittered(Duration base) {
      return base;
    }
  }
}
