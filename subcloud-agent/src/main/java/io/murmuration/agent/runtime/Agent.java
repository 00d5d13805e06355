package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.InvalidPushException;
import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.operation.AgentOperations;
import io.murmuration.agent.session.Conversation;
import io.murmuration.agent.site.Site;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Audit;
import io.murmuration.proto.Hello;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.Push;
import io.murmuration.proto.Welcome;
import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.proto.canonical.PushAssembly;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.Digester;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one agent answers to its hub: pushes go to the worker of their kind, audits are read from
 * the site, and drift is told as soon as the agent finds it.
 *
 * <p>Attempts and audits are numbered anew for the workers, because the hub's numbers belong to one
 * stream, and work may outlive a stream: what an earlier stream asked is then not answered on the
 * next. Confined to the lane but for {@link #holds}.
 */
public final class Agent implements Conversation, KindWorker.Reports {
  /** The capability of an agent that runs at the centre. */
  private static final String HOSTED = "hosted";

  private static final int PROTOCOL = 1;

  private final AgentInfo info;
  private final Site site;
  private final Journal journal;
  private final KindWorker.Means means;
  private final SharedWork shared;
  private final Trusts trusts;
  private final Observations observations;
  private final VerdictWatch verdicts;
  private final EndpointWatch endpoints;
  private final AlarmWatch alarms;
  private final AgentOperations operations;
  private final Map<Kind, KindWorker> workers = new EnumMap<>(Kind.class);

  private final Tickets<Frames.Pending> pushes = new Tickets<>();
  private final Tickets<Question> questions = new Tickets<>();
  private final Map<Kind, PushAssembly> assemblies = new EnumMap<>(Kind.class);
  private Lineage lineage = Lineage.NONE;
  private DriftPolicy drift = DriftPolicy.ENFORCE;
  private @Nullable Digester digester;
  private @Nullable Consumer<AgentFrame> out;
  private @Nullable Pulse pulse;
  private final Vigil vigil;

  private record Question(long auditId, Audit.Depth depth) {}

  public Agent(AgentSetup setup, Trusts trusts) {
    this.info = setup.info();
    this.site = setup.site();
    this.journal = setup.journal();
    this.means = setup.means();
    this.shared = setup.shared();
    this.trusts = trusts;
    this.observations = new Observations(journal.start().dial());
    this.verdicts = new VerdictWatch(site, means, this::tell);
    this.endpoints =
        new EndpointWatch(site.audits(), means, observations.firstNumber(), this::send);
    this.alarms = new AlarmWatch(site.audits(), means, this::send);
    for (var kind : site.capabilities().keySet()) {
      workers.put(kind, new KindWorker(kind, site, journal, means, this));
    }
    this.operations =
        new AgentOperations(
            journal,
            setup.operations(),
            new AgentOperations.Means(means.lane(), means.disk(), means.faults()),
            newestLineage().hubEpoch(),
            this::send);
    this.vigil = new Vigil(means.lane(), () -> workers.values().forEach(KindWorker::enforce));
    verdicts.ask();
  }

  /** The finished revision of each kind; any thread may ask. */
  public SortedMap<Kind, Revision> holds() {
    var holds = new TreeMap<Kind, Revision>();
    workers.forEach((kind, worker) -> holds.put(kind, worker.journal().held()));
    return holds;
  }

  /** What the journal wants at the site; any thread may ask. */
  public SortedMap<ItemKey, Payload> wants(Kind kind) {
    var worker = workers.get(kind);
    return worker == null ? new TreeMap<>() : worker.journal().wanted();
  }

  /**
   * Calls back on the lane once the site has said whether it is up, or after {@code most}: a hub
   * that hears it in Hello need not show the subcloud as offline first.
   */
  void whenAsked(Duration most, Runnable then) {
    verdicts.whenFirst(most, then);
  }

  /** Stops for good; what is under way is dropped, as in a crash. */
  public void close() {
    ended();
    vigil.end();
    workers.values().forEach(KindWorker::close);
    operations.close();
  }

  @Override
  public Hello hello(long dial) {
    observations.forgetTold();
    var hello =
        Hello.newBuilder()
            .setSubcloudId(info.subcloudId())
            .setJournalId(journal.start().id())
            .setDial(dial)
            .setAgentVersion(info.version())
            .setProtocolMin(PROTOCOL)
            .setProtocolMax(PROTOCOL)
            .setFieldSet(CanonicalDigest.FIELD_SET)
            .setBootId(info.bootId())
            .setSoftwareVersion(info.softwareVersion())
            .setAvailability(Frames.availability(verdicts.last()))
            .setAvailabilityReason(Frames.reason(verdicts.last()))
            .setVerdict(verdicts.number())
            .setFailedVerdicts(verdicts.failed());
    site.capabilities()
        .forEach((kind, types) -> types.forEach(type -> hello.addCapabilities(kind + "/" + type)));
    if (info.hosted()) {
      hello.addCapabilities(HOSTED);
    }
    workers.forEach((kind, worker) -> hello.addHoldings(ofItsHistory(kind, worker)));
    hello.addAllOperations(operations.inFlight());
    var newest = newestLineage();
    return hello.setHubEpoch(newest.hubEpoch()).setLineage(newest.name()).build();
  }

  /** A kind that was not pushed since a new hub epoch began is still of the former one. */
  private io.murmuration.proto.Holding ofItsHistory(Kind kind, KindWorker worker) {
    var history = worker.journal().lineage();
    return holding(kind, worker).toBuilder()
        .setHubEpoch(history.hubEpoch())
        .setLineage(history.name())
        .build();
  }

  private Lineage newestLineage() {
    return workers.values().stream()
        .map(worker -> worker.journal().lineage())
        .max(Comparator.comparingLong(Lineage::hubEpoch))
        .orElse(Lineage.NONE);
  }

  /** As last seen, or without a digest if not seen since the start. */
  private io.murmuration.proto.Holding holding(Kind kind, KindWorker worker) {
    var seen = observations.of(kind);
    if (seen.isPresent()) {
      var last = seen.get();
      observations.told(kind, last.holding());
      return Frames.holding(kind, last.holding(), last.keyId(), last.age(means.lane().nowNanos()));
    }
    return unobserved(kind, worker);
  }

  /** What the journal knows: all but the digest. */
  private static io.murmuration.proto.Holding unobserved(Kind kind, KindWorker worker) {
    var held = worker.journal();
    return Frames.holding(
        kind,
        new Holding(held.held(), null, List.copyOf(held.refusals().values())),
        worker.journalKeyId(),
        Duration.ZERO);
  }

  @Override
  public boolean welcomed(Welcome welcome, Consumer<AgentFrame> frames) {
    if (welcome.getFieldSet() < 1
        || welcome.getFieldSet() > CanonicalDigest.FIELD_SET
        || welcome.getDigestKey().size() < 16
        || welcome.getHubEpoch() <= 0) {
      return false;
    }
    out = frames;
    lineage = new Lineage(welcome.getHubEpoch(), welcome.getLineage());
    var next =
        shared.digester(welcome.getDigestKeyId(), welcome.getFieldSet(), welcome.getDigestKey());
    digester = next;
    workers.values().forEach(worker -> worker.digester(next));
    decide(DriftFrames.policy(welcome.getDriftPolicy()));
    site.identityKept(!welcome.hasIdentityKept() || welcome.getIdentityKept());
    vigil.end();
    pulse = Pulse.start(means.lane(), welcome, this::heartbeat, this::auditAll);
    alarms.welcomed();
    operations.welcomed(welcome.getHubEpoch());
    return true;
  }

  @Override
  public void ended() {
    out = null;
    pushes.clear();
    questions.clear();
    assemblies.clear();
    endpoints.ended();
    alarms.ended();
    operations.ended();
    if (pulse != null) {
      pulse.stop();
      vigil.begin(pulse.auditPeriod());
      pulse = null;
    }
  }

  @Override
  public void frame(HubFrame frame) {
    switch (frame.getBodyCase()) {
      case PUSH -> push(frame.getPush());
      case AUDIT -> audit(frame.getAudit());
      case CONTENTS_REQUEST -> {
        var request = frame.getContentsRequest();
        Kind.fromWireName(request.getKind())
            .ifPresent(kind -> ContentsReader.answer(site, kind, request, means, this::send));
      }
      case TRUST -> {
        if (!frame.getTrust().getBundlePem().isEmpty()) {
          trusts.trust(frame.getTrust().getBundlePem());
        }
        if (frame.getTrust().getRenewNow()) {
          trusts.renewNow();
        }
      }
      case OPERATE -> operations.operate(frame.getOperate());
      case CANCEL -> operations.cancel(frame.getCancel().getOperationId());
      case OPERATIONS_STORED -> operations.stored(frame.getOperationsStored());
      case REFERENCE -> endpoints.reference(frame.getReference());
      case DRIFT_POLICY -> decide(DriftFrames.policy(frame.getDriftPolicy()));
      // The stream's own frames, which it keeps to itself, and those of a newer hub.
      case WELCOME, GO_AWAY, HEARTBEAT_ACK, BODY_NOT_SET -> {}
    }
  }

  /** What was seen before is seen with other eyes under another policy. */
  private void decide(DriftPolicy policy) {
    if (!policy.equals(drift)) {
      drift = policy;
      workers.forEach((kind, worker) -> {
        worker.report(type -> policy.reports(kind, type));
        worker.audit(0, true);
      });
    }
  }

  private void push(Push part) {
    var kind = Kind.fromWireName(part.getKind());
    var worker = kind.map((Function<Kind, @Nullable KindWorker>) workers::get);
    if (kind.isEmpty() || worker.isEmpty()) {
      reject(part, "this site does not serve kind " + part.getKind());
      return;
    }
    switch (assemblies.computeIfAbsent(kind.get(), _ -> new PushAssembly()).add(part)) {
      case PushAssembly.Outcome.Incomplete() -> {}
      case PushAssembly.Outcome.Broken(_, var why) -> reject(part, why);
      case PushAssembly.Outcome.Complete(var header, var bodies) -> {
        try {
          var contents = shared.contents(bodies);
          if (header.getToDigest().size() != Digest.BYTES
              || header.getFromRevision() < 0
              || header.getToRevision() <= 0) {
            reject(header, "the push announces no revision or no digest");
            return;
          }
          long ticket =
              pushes.issue(
                  kind.get(), new Frames.Pending(header.getAttempt(), header.getToRevision()));
          worker
              .get()
              .push(
                  new PushOrder(
                      ticket,
                      lineage,
                      new Revision(header.getFromRevision()),
                      new Revision(header.getToRevision()),
                      header.getFull(),
                      header.getRetryRefused(),
                      Digest.of(header.getToDigest().toByteArray()),
                      contents.items(),
                      contents.deletions()));
        } catch (InvalidPushException e) {
          reject(header, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void reject(Push push, String why) {
    send(
        AgentFrame.newBuilder()
            .setApplyResult(
                io.murmuration.proto.ApplyResult.newBuilder()
                    .setAttempt(push.getAttempt())
                    .setKind(push.getKind())
                    .setRevision(push.getToRevision())
                    .setOutcome(io.murmuration.proto.ApplyResult.Outcome.REJECTED)
                    .setReason(why))
            .build());
  }

  private void audit(Audit audit) {
    for (var name : audit.getKindsList()) {
      var kind = Kind.fromWireName(name);
      var worker = kind.map((Function<Kind, @Nullable KindWorker>) workers::get);
      if (kind.isPresent() && worker.isPresent()) {
        worker
            .get()
            .audit(
                questions.issue(kind.get(), new Question(audit.getAuditId(), audit.getDepth())),
                audit.getBypassCache());
      } else {
        kind.ifPresent(audited -> endpoints.asked(audited, audit.getAuditId()));
      }
    }
  }

  private void auditAll() {
    workers.values().forEach(worker -> worker.audit(0, true));
    endpoints.audit();
  }

  @Override
  public void answered(Kind kind, long ticket, Answer answer) {
    var push = pushes.take(kind, ticket);
    if (push == null || digester == null) {
      return; // asked by a stream that is over
    }
    send(
        AgentFrame.newBuilder()
            .setApplyResult(Frames.result(kind, push, answer, digester.keyId()))
            .build());
    if (answer instanceof Answer.Finished(var holding)) {
      observations.told(kind, holding);
    }
  }

  @Override
  public void observed(Kind kind, long ticket, Holding holding, SortedMap<ItemKey, Digest> items) {
    var by = digester;
    if (by == null) {
      return;
    }
    observations.saw(kind, holding, by.keyId(), means.lane().nowNanos());
    var asked = questions.takeUpTo(kind, ticket);
    if (!asked.isEmpty()) {
      asked.forEach(question -> send(observed(kind, question, holding, items, by)));
      observations.told(kind, holding);
    } else if (observations.isNews(kind, holding)) {
      tell(); // drift: the hub should not wait for the period
    }
  }

  @Override
  public void unreadable(Kind kind, long ticket, String why) {
    observations.failed(kind, why);
    var worker = workers.get(kind);
    if (worker == null) {
      return;
    }
    for (var question : questions.takeUpTo(kind, ticket)) {
      send(
          AgentFrame.newBuilder()
              .setObserved(
                  Observed.newBuilder()
                      .setAuditId(question.auditId())
                      .setHolding(unobserved(kind, worker))
                      .setUnreadable(Frames.shortened(why)))
              .build());
    }
  }

  private AgentFrame observed(
      Kind kind,
      Question question,
      Holding holding,
      SortedMap<ItemKey, Digest> items,
      Digester by) {
    var observed =
        Observed.newBuilder()
            .setAuditId(question.auditId())
            .setHolding(Frames.holding(kind, holding, by.keyId(), Duration.ZERO));
    var depth = question.depth();
    if (depth == Audit.Depth.TYPES || depth == Audit.Depth.ITEMS) {
      observed.addAllTypes(Frames.types(by.types(kind, items)));
    }
    var worker = workers.get(kind);
    if (depth == Audit.Depth.ITEMS && worker != null) {
      observed.addAllItems(Frames.items(worker.journal().wanted().keySet(), items));
      if (observed.build().getSerializedSize() > PushParts.MAX_FRAME_BYTES - 64) {
        observed.clearItems(); // the hub sees which types differ, and asks for everything
      }
    }
    return AgentFrame.newBuilder().setObserved(observed).build();
  }

  private void heartbeat() {
    tell();
    verdicts.ask();
  }

  /**
   * A heartbeat. Out of turn it does not ask for a verdict: two that count are a period apart, so
   * that a site has time to come back.
   */
  private void tell() {
    var beat = pulse;
    if (beat == null || digester == null) {
      return;
    }
    var verdict = verdicts.last();
    long now = means.lane().nowNanos();
    var frame =
        io.murmuration.proto.Heartbeat.newBuilder()
            .setSequence(beat.nextSequence())
            .setAvailability(Frames.availability(verdict))
            .setAvailabilityReason(Frames.reason(verdict))
            .setVerdict(verdicts.number())
            .setFailedVerdicts(verdicts.failed())
            .addAllAges(observations.ages(now))
            .addAllAges(endpoints.ages(now));
    for (var kind : workers.keySet()) {
      var seen = observations.of(kind);
      if (seen.isPresent() && observations.isNews(kind, seen.get().holding())) {
        var last = seen.get();
        frame.addChanged(Frames.holding(kind, last.holding(), last.keyId(), last.age(now)));
        observations.told(kind, last.holding());
      }
    }
    send(AgentFrame.newBuilder().setHeartbeat(frame).build());
  }

  private void send(AgentFrame frame) {
    if (out != null) {
      out.accept(frame);
    }
  }
}
