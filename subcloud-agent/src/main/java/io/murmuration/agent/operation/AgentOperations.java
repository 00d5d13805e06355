package io.murmuration.agent.operation;

import com.google.protobuf.ByteString;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.journal.SavedLedger;
import io.murmuration.agent.journal.SavedLedger.Ordered;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.lane.Lane;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Operate;
import io.murmuration.proto.OperationReport;
import io.murmuration.proto.OperationsStored;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Ledger;
import io.murmuration.sync.operation.LedgerEffect;
import io.murmuration.sync.operation.LedgerEvent;
import io.murmuration.sync.operation.LedgerMachine;
import io.murmuration.sync.operation.LedgerStep;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.port.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of one agent: feeds the core's ledger one event at a time, makes the ledger
 * durable before it performs what follows from it, and runs what is to be run beside the lane.
 *
 * <p>While the disk does not take the ledger, events wait and the write is tried again: no run
 * starts and no end is told before. Progress is not part of the ledger on disk; it is told at most
 * once a second. Ends that the hub has not stored are told at each Welcome and then each minute.
 * Confined to the lane.
 */
public final class AgentOperations {
  private static final Logger log = LoggerFactory.getLogger(AgentOperations.class);

  /** Operations that have not ended; a hub that orders more is refused. */
  static final int MOST = 16;

  private static final int MOST_IN_HELLO = 2 * MOST;
  private static final Duration PROGRESS = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration DISK_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private final Journal journal;
  private final OperationSetup setup;
  private final Means means;
  private final Consumer<AgentFrame> send;
  private final Queue<LedgerEvent> events = new ArrayDeque<>();
  private final Map<OperationId, Ordered> ordered = new HashMap<>();
  private final Set<OperationId> secret = new HashSet<>();
  private final Map<OperationId, OperationRun> runs = new HashMap<>();
  private final Map<OperationId, Timers.Timer> deadlines = new HashMap<>();
  private Ledger ledger;
  private boolean turning;
  private boolean writing;
  private boolean closed;
  private Timers.@Nullable Timer progress;
  private Timers.@Nullable Timer again;

  /**
   * What it works with.
   *
   * @param disk for writes of the journal, which block
   */
  public record Means(Lane lane, Executor disk, Faults faults) {}

  /**
   * @param hubEpoch the highest that the agent's other journals have seen
   * @param send frames of the present stream; dropped while there is none
   */
  public AgentOperations(
      Journal journal,
      OperationSetup setup,
      Means means,
      long hubEpoch,
      Consumer<AgentFrame> send) {
    this.journal = journal;
    this.setup = setup;
    this.means = means;
    this.send = send;
    var start = journal.startLedger();
    var before = start.ledger();
    this.ledger =
        new Ledger(
            before.journal(),
            Math.max(before.hubEpoch(), hubEpoch),
            before.arrivals(),
            before.entries());
    ordered.putAll(start.ordered());
    happened(new LedgerEvent.Restarted());
  }

  /** What has not ended, for Hello. The ends follow the Welcome. */
  public List<OperationReport> inFlight() {
    return ledger.entries().values().stream()
        .map(entry -> live(entry.report()))
        .filter(report -> !report.state().isFinal())
        .limit(MOST_IN_HELLO)
        .map(report -> Reports.brief(report).build())
        .toList();
  }

  public void welcomed(long hubEpoch) {
    happened(new LedgerEvent.Connected(hubEpoch));
    again = means.lane().after(AGAIN, this::tellAgain);
    tickWhileRunning();
  }

  /** Runs go on without a stream. */
  public void ended() {
    forgotten(again);
    forgotten(progress);
    again = null;
    progress = null;
  }

  private static void forgotten(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Stops for good: runs are interrupted, and what they would have told is dropped. */
  public void close() {
    closed = true;
    ended();
    deadlines.values().forEach(AgentOperations::forgotten);
    runs.values().forEach(OperationRun::drop);
  }

  public void operate(Operate operate) {
    var found = id(operate.getOperationId());
    if (found.isEmpty()) {
      return;
    }
    var id = found.get();
    var type = setup.types().get(operate.getType());
    if (ledger.find(id).isEmpty()) {
      if (type == null) {
        happened(
            new LedgerEvent.Refused(
                id,
                Reports.shortened(
                    "type: "
                        + operate.getType()
                        + " (expected: one that this agent can run: "
                        + new TreeMap<>(setup.types()).keySet()
                        + "); nothing was started")));
        return;
      }
      if (open() >= MOST) {
        happened(
            new LedgerEvent.Refused(
                id, MOST + " operations are under way here already; nothing was started"));
        return;
      }
    }
    happened(
        new LedgerEvent.Offered(
            order(id, operate, type), operate.getJournalId(), operate.getDeadlineMs() <= 0));
    if (operate.getDeadlineMs() > 0 && !isOver(id)) {
      var within = Duration.ofMillis(Math.min(operate.getDeadlineMs(), LONGEST_WAIT.toMillis()));
      forgotten(deadlines.put(id, means.lane().after(within, () -> late(id))));
    }
  }

  private Order order(OperationId id, Operate operate, @Nullable OperationType type) {
    var arguments = Payload.of(operate.getArguments().toByteArray());
    if (ledger.find(id).isEmpty() || isIn(id, Report.State.ACCEPTED)) {
      ordered.put(id, new Ordered(operate.getType(), arguments));
      if (operate.getSecret()) {
        secret.add(id);
      }
    }
    return new Order(
        id,
        operate.getType(),
        arguments,
        type != null && type.operationClass() == OperationClass.MUTATE,
        type == null ? new Interruption.Unknown().rule() : type.afterCrash().rule(),
        operate.getHubEpoch());
  }

  private void late(OperationId id) {
    if (isIn(id, Report.State.ACCEPTED)) {
      happened(new LedgerEvent.CancelAsked(id));
    }
  }

  public void cancel(ByteString operationId) {
    id(operationId).ifPresent(id -> happened(new LedgerEvent.CancelAsked(id)));
  }

  public void stored(OperationsStored stored) {
    for (var one : stored.getOperationIdsList()) {
      id(one).ifPresent(id -> happened(new LedgerEvent.Confirmed(id)));
    }
  }

  private static Optional<OperationId> id(ByteString bytes) {
    return bytes.size() == OperationId.BYTES
        ? Optional.of(OperationId.of(bytes.toByteArray()))
        : Optional.empty(); // says nothing that could be answered
  }

  private long open() {
    return ledger.entries().values().stream()
        .filter(entry -> !entry.report().state().isFinal())
        .count();
  }

  private boolean isOver(OperationId id) {
    return ledger.find(id).filter(entry -> entry.report().state().isFinal()).isPresent();
  }

  private boolean isIn(OperationId id, Report.State state) {
    return ledger.find(id).filter(entry -> entry.report().state() == state).isPresent();
  }

  private void happened(LedgerEvent event) {
    events.add(event);
    proceed();
  }

  /** Events that effects lead to wait until the turn that caused them is over. */
  private void proceed() {
    while (!writing && !closed && !turning) {
      var next = events.poll();
      if (next == null) {
        return;
      }
      inTurn(() -> turn(LedgerMachine.step(ledger, next)));
    }
  }

  private void inTurn(Runnable task) {
    turning = true;
    try {
      task.run();
    } finally {
      turning = false;
    }
  }

  private void turn(LedgerStep step) {
    boolean nothingKnown = ledger.entries().isEmpty() && step.next().entries().isEmpty();
    if (nothingKnown || step.next().equals(ledger)) {
      done(step);
    } else {
      writing = true;
      write(step);
    }
  }

  private void write(LedgerStep step) {
    var saved = new SavedLedger(step.next(), kept(step.next()));
    means
        .disk()
        .execute(() -> {
          try {
            journal.save(saved);
            means.lane().execute(() -> written(step));
          } catch (IOException e) {
            means.lane().execute(() -> notWritten(step, e));
          }
        });
  }

  /** What those that have not ended were asked to do. */
  private SortedMap<OperationId, Ordered> kept(Ledger next) {
    var kept = new TreeMap<OperationId, Ordered>();
    ordered.forEach((id, what) -> {
      if (!secret.contains(id)
          && next.find(id).filter(entry -> !entry.report().state().isFinal()).isPresent()) {
        kept.put(id, what);
      }
    });
    return kept;
  }

  private void written(LedgerStep step) {
    if (!closed) {
      writing = false;
      inTurn(() -> done(step));
      proceed();
    }
  }

  private void notWritten(LedgerStep step, IOException why) {
    if (!closed) {
      log.warn("operations not written, tried again: {}", why.getMessage());
      means.lane().after(DISK_PAUSE, () -> write(step));
    }
  }

  private void done(LedgerStep step) {
    ledger = step.next();
    step.afterDurable().forEach(this::perform);
  }

  private void perform(LedgerEffect effect) {
    switch (effect) {
      case LedgerEffect.Start(var id) -> start(id);
      case LedgerEffect.Probe(var id) -> probe(id);
      case LedgerEffect.Interrupt(var id) -> {
        var run = runs.get(id);
        if (run != null) {
          run.cancel();
        }
      }
      case LedgerEffect.Tell(var report) -> {
        if (report.state().isFinal()) {
          ordered.remove(report.id());
          secret.remove(report.id());
          forgotten(deadlines.remove(report.id()));
        }
        send.accept(Reports.frame(live(report)));
      }
    }
  }

  private void start(OperationId id) {
    var what = ordered.get(id);
    var type = what == null ? null : setup.types().get(what.type());
    if (what == null || type == null) {
      happened(
          Reports.event(
              id,
              new Ending.NotStarted(
                  "the agent restarted before it began, and does not have what it was asked to"
                      + " do any more; nothing was started")));
      return;
    }
    run(id, type, what.arguments(), type::run);
  }

  private void probe(OperationId id) {
    var what = ordered.get(id);
    var type = what == null ? null : setup.types().get(what.type());
    if (what != null && type != null && type.afterCrash() instanceof Interruption.Probe(var work)) {
      run(id, type, what.arguments(), work);
    } else {
      happened(
          Reports.event(
              id,
              new Ending.CannotTell(
                  "the run was interrupted, and this agent cannot ask the site about it")));
    }
  }

  private void run(OperationId id, OperationType type, Payload arguments, Interruption.Work work) {
    var run =
        new OperationRun(self -> {
          var ending = ending(type, () -> work.run(arguments, self, self));
          means.lane().execute(() -> ran(id, ending));
        });
    runs.put(id, run);
    setup.runs().execute(run.task());
    tickWhileRunning();
  }

  @FunctionalInterface
  private interface Running {
    Ending run() throws InterruptedException;
  }

  /** Whatever a run throws is an end: nobody would ever tell another one. */
  private Ending ending(OperationType type, Running running) {
    try {
      return running.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return brokenOff(type, "the run was interrupted");
    } catch (RuntimeException | Error e) {
      means.faults().report("operation " + type.name(), e);
      return brokenOff(type, "a fault of the agent; its log says more");
    }
  }

  private static Ending brokenOff(OperationType type, String why) {
    return switch (type.operationClass()) {
      case READ, DOWNLOAD -> Ending.failed(why);
      case MUTATE -> new Ending.CannotTell(why);
    };
  }

  private void ran(OperationId id, Ending ending) {
    if (!closed) {
      runs.remove(id);
      happened(Reports.event(id, ending));
    }
  }

  /** With what a run told last. */
  private Report live(Report report) {
    var run = runs.get(report.id());
    if (run == null || report.state() != Report.State.RUNNING) {
      return report;
    }
    var step = run.latest();
    return new Report(report.id(), report.state(), step.percent(), step.details(), report.result());
  }

  private void tickWhileRunning() {
    if (progress == null && !closed && again != null && !runs.isEmpty()) {
      progress = means.lane().after(PROGRESS, this::tellProgress);
    }
  }

  private void tellProgress() {
    progress = null;
    runs.forEach((id, run) -> {
      if (run.hasNews()) {
        ledger.find(id).ifPresent(entry -> send.accept(Reports.frame(live(entry.report()))));
      }
    });
    tickWhileRunning();
  }

  private void tellAgain() {
    ledger.entries().values().stream()
        .filter(entry -> entry.report().state().isFinal() && !entry.stored())
        .forEach(entry -> send.accept(Reports.frame(entry.report())));
    again = means.lane().after(AGAIN, this::tellAgain);
  }
}
