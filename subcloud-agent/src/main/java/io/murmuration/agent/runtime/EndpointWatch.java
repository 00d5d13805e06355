package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.KindWorker.Means;
import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.ObservationAge;
import io.murmuration.proto.Reference;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.Endpoints;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Audits the endpoints that nobody pushes to, and tells the hub what came of it: everything after a
 * {@code Reference}, which follows each Welcome, then what changed. One audit of an endpoint at a
 * time, each apart from the others; verdicts that come together leave together. Confined to the
 * lane.
 */
final class EndpointWatch {
  /** An endpoint that takes longer than this does not hold up the verdicts of the others. */
  private static final Duration GATHER = Duration.ofSeconds(1);

  private final EndpointAudits audits;
  private final Means means;
  private final Consumer<AgentFrame> send;
  private final Map<Kind, Look> looks = new EnumMap<>(Kind.class);
  private @Nullable AuditReference reference;
  private long number;
  private int running;
  private boolean gathering;

  /** One endpoint. */
  private static final class Look {
    boolean running;
    boolean again;

    /** The hub's question that the next verdict answers; 0: nobody asked. */
    long asked;

    @Nullable AuditVerdict verdict;
    @Nullable AuditVerdict told;
    long seen;
    long seenNanos;
  }

  /**
   * @param firstNumber numbers of observations grow from here
   * @param send frames of the present stream
   */
  EndpointWatch(EndpointAudits audits, Means means, long firstNumber, Consumer<AgentFrame> send) {
    this.audits = audits;
    this.means = means;
    this.number = firstNumber;
    this.send = send;
    for (var kind : Endpoints.AUDITED) {
      looks.put(kind, new Look());
    }
  }

  /** Everything is compared anew and told. */
  void reference(Reference next) {
    reference = AuditFrames.reference(next);
    looks
        .values()
        .forEach(look -> {
          look.verdict = null;
          look.told = null;
        });
    start(Endpoints.AUDITED);
  }

  /** The period is over. */
  void audit() {
    if (reference != null) {
      start(Endpoints.AUDITED);
    }
  }

  /** The hub wants to know now; answered even if nothing changed. */
  void asked(Kind kind, long auditId) {
    var look = looks.get(kind);
    if (look != null && reference != null) {
      look.asked = auditId;
      look.verdict = null;
      look.told = null;
      start(Set.of(kind));
    }
  }

  /** The stream is over: what is under way is not told on the next. */
  void ended() {
    reference = null;
    looks
        .values()
        .forEach(look -> {
          look.asked = 0;
          look.again = false;
          look.told = null;
        });
  }

  /** All are counted before the first begins: calls of a simulated site end at once. */
  private void start(Collection<Kind> kinds) {
    var idle = kinds.stream().filter(kind -> !of(kind).running).toList();
    kinds.forEach(kind -> of(kind).again = of(kind).running);
    idle.forEach(kind -> of(kind).running = true);
    running += idle.size();
    idle.forEach(this::run);
  }

  private Look of(Kind kind) {
    var look = looks.get(kind);
    if (look == null) {
      throw new IllegalArgumentException(kind + " (expected: one of " + looks.keySet() + ")");
    }
    return look;
  }

  private void run(Kind kind) {
    var against = reference == null ? AuditReference.NONE : reference;
    means
        .siteCalls()
        .execute(() -> {
          var verdict = verdict(kind, against);
          means.lane().run(() -> done(kind, against, verdict));
        });
  }

  private AuditVerdict verdict(Kind kind, AuditReference against) {
    try {
      return audits.audit(kind, against);
    } catch (RuntimeException e) {
      means.faults().report("auditing " + kind, e);
      return AuditVerdict.unknown("a fault of the agent; its log says more");
    }
  }

  private void done(Kind kind, AuditReference against, AuditVerdict verdict) {
    var look = of(kind);
    look.running = false;
    running--;
    if (look.again || (reference != null && !against.equals(reference))) {
      look.again = false;
      start(Set.of(kind));
      return;
    }
    if (reference == null) {
      return; // asked by a stream that is over
    }
    look.verdict = verdict;
    if (verdict.status() != SyncStatus.UNKNOWN) {
      look.seen = ++number;
      look.seenNanos = means.lane().nowNanos();
    }
    if (running == 0) {
      tell();
    } else if (!gathering) {
      gathering = true;
      means
          .lane()
          .after(
              GATHER,
              () -> {
                gathering = false;
                tell();
              });
    }
  }

  private void tell() {
    var now = reference;
    if (now == null) {
      return;
    }
    var report = EndpointReport.newBuilder().setReference(now.revision());
    looks.forEach((kind, look) -> {
      var verdict = look.verdict;
      if (verdict != null && !verdict.equals(look.told)) {
        look.told = verdict;
        var endpoint = AuditFrames.endpoint(kind, verdict);
        if (look.asked == 0) {
          report.addEndpoints(endpoint);
        } else {
          send(
              EndpointReport.newBuilder()
                  .setReference(now.revision())
                  .setAuditId(look.asked)
                  .addEndpoints(endpoint)
                  .build());
          look.asked = 0;
        }
      }
    });
    if (report.getEndpointsCount() > 0) {
      send(report.build());
    }
  }

  private void send(EndpointReport report) {
    send.accept(AgentFrame.newBuilder().setEndpointReport(report).build());
  }

  /** When each endpoint was last found out, for a heartbeat. */
  List<ObservationAge> ages(long nowNanos) {
    return looks.entrySet().stream()
        .filter(entry -> entry.getValue().seen > 0)
        .map(entry -> age(entry.getKey(), entry.getValue(), nowNanos))
        .toList();
  }

  private static ObservationAge age(Kind kind, Look look, long nowNanos) {
    var age =
        ObservationAge.newBuilder()
            .setKind(kind.wireName())
            .setObservation(look.seen)
            .setAgeMs(Duration.ofNanos(Math.max(0, nowNanos - look.seenNanos)).toMillis());
    if (look.verdict != null && look.verdict.status() == SyncStatus.UNKNOWN) {
      age.setUnreadable(Frames.shortened(look.verdict.why()));
    }
    return age.build();
  }
}
