package io.murmuration.central.operation.desk;

import io.murmuration.central.operation.desk.DeskQueue.Reported;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.operation.row.OperationRepository;
import io.murmuration.central.operation.row.OperationRow;
import io.murmuration.central.operation.row.SessionRowsRepository;
import io.murmuration.central.operation.row.SessionRowsRepository.ReportKey;
import io.murmuration.central.operation.row.SessionRowsRepository.SessionKey;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.Operation.Stage;
import io.murmuration.sync.operation.OperationEffect;
import io.murmuration.sync.operation.OperationEvent;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.OperationMachine;
import io.murmuration.sync.operation.OperationStep;
import io.murmuration.sync.operation.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the desk does in its transactions: rows are locked, the core's machine decides about each,
 * and what it changed is written. Used by the desk's thread.
 */
final class DeskWork {
  private static final Logger LOG = LoggerFactory.getLogger(DeskWork.class);

  /** Sessions, or reports, of one transaction: the arguments of their operations are in memory. */
  private static final int MOST = 200;

  private final OperationRepository rows;
  private final SessionRowsRepository sessions;
  private final LiveProgress progress;

  /** Sessions to look at; of those in {@code whole}, at everything that is open. */
  record Offers(Map<SubcloudId, OpenSession> sessions, Set<SubcloudId> whole) {
    /** Empty if there is one session only. */
    List<Offers> halves() {
      var all = List.copyOf(sessions.values());
      return all.size() < 2
          ? List.of()
          : List.of(
              of(all.subList(0, all.size() / 2)), of(all.subList(all.size() / 2, all.size())));
    }

    private Offers of(List<OpenSession> some) {
      var part = new HashMap<SubcloudId, OpenSession>();
      some.forEach(session -> part.put(session.subcloud(), session));
      return new Offers(part, whole);
    }
  }

  /**
   * What a transaction did.
   *
   * @param rows as they stand now
   * @param orders to be sent
   * @param freed subclouds where something ended, so that the next may begin
   */
  record Done(List<OperationRow> rows, List<AgentOrder> orders, Set<SubcloudId> freed) {}

  DeskWork(ArgumentSeal seal, LiveProgress progress) {
    this.rows = new OperationRepository(seal);
    this.sessions = new SessionRowsRepository(seal);
    this.progress = progress;
  }

  Set<SubcloudId> waiting(Tx tx) {
    return sessions.waiting(tx);
  }

  /** The looks of a batch, in parts for a transaction each. */
  List<Offers> offers(
      DeskQueue.Batch batch, Function<SubcloudId, @Nullable OpenSession> sessionOf) {
    var ids = new LinkedHashSet<>(batch.whole());
    ids.addAll(batch.looks());
    var parts = new ArrayList<Offers>();
    var part = new HashMap<SubcloudId, OpenSession>();
    for (var id : ids) {
      var session = sessionOf.apply(id);
      if (session != null) {
        part.put(id, session);
      }
      if (part.size() == MOST) {
        parts.add(new Offers(part, batch.whole()));
        part = new HashMap<>();
      }
    }
    if (!part.isEmpty()) {
      parts.add(new Offers(part, batch.whole()));
    }
    return parts;
  }

  List<List<Reported>> reports(DeskQueue.Batch batch) {
    var parts = new ArrayList<List<Reported>>();
    var all = batch.reports();
    for (int from = 0; from < all.size(); from += MOST) {
      parts.add(all.subList(from, Math.min(all.size(), from + MOST)));
    }
    return parts;
  }

  /**
   * Stores the journal and the session that are about to be told. One statement if nothing is open,
   * as with most streams that come; five at most.
   */
  Done offer(Tx tx, Offers offers) {
    var open = sessions.open(tx, offers.sessions().keySet());
    var keys =
        offers.sessions().values().stream()
            .filter(session -> open.contains(session.subcloud()))
            .map(session -> new SessionKey(session.subcloud(), session.epoch()))
            .toList();
    var newest =
        keys.isEmpty() ? List.<SubcloudId>of() : List.copyOf(sessions.lockSessions(tx, keys));
    if (newest.isEmpty()) {
      return new Done(List.of(), List.of(), Set.of());
    }
    var changed = new ArrayList<OperationRow>();
    var orders = new ArrayList<AgentOrder>();
    for (var row : sessions.lockOpen(tx, newest, offers.whole(), OperationDesk.MOST_IN_FLIGHT)) {
      var session = offers.sessions().get(row.subcloud());
      if (session == null) {
        continue;
      }
      boolean mayOperate = session.trusted() && !row.held();
      if (!mayOperate && row.operation().stage() instanceof Stage.Created) {
        continue; // stays in its place
      }
      var step =
          OperationMachine.step(
              row.operation(), new OperationEvent.Connected(session.journal(), session.hubEpoch()));
      changed.add(
          row.with(step.next())
              .of(new OperationRow.Session(session.epoch().hubEpoch(), session.epoch().number())));
      orders(step, row, session, mayOperate, orders);
    }
    rows.write(tx, changed);
    rows.settled(tx, changed);
    return new Done(changed, orders, Set.of());
  }

  /** Three statements at most. */
  Done report(Tx tx, List<Reported> reports) {
    var byId = new HashMap<OperationId, Reported>();
    reports.forEach(one -> byId.put(one.report().id(), one));
    var keys =
        byId.values().stream()
            .map(one ->
                new ReportKey(
                    one.report().id(),
                    new SessionKey(one.session().subcloud(), one.session().epoch())))
            .toList();
    var changed = new ArrayList<OperationRow>();
    var orders = new ArrayList<AgentOrder>();
    var freed = new LinkedHashSet<SubcloudId>();
    for (var row : sessions.lockReported(tx, keys)) {
      var reported = byId.get(row.operation().order().id());
      if (reported == null) {
        continue;
      }
      var session = reported.session();
      var step =
          OperationMachine.step(
              row.operation(), new OperationEvent.Reported(session.journal(), reported.report()));
      if (isNews(row, step)) {
        var next = row.with(step.next());
        changed.add(next.settles() ? next.result(result(reported.report())) : next);
        if (next.settles()) {
          freed.add(row.subcloud());
        }
      }
      orders(step, row, session, true, orders);
    }
    rows.write(tx, changed);
    rows.settled(tx, changed);
    return new Done(changed, orders, freed);
  }

  private static @Nullable Payload result(Report report) {
    return report.result().size() == 0 ? null : report.result();
  }

  /** Progress alone is no row. */
  private static boolean isNews(OperationRow row, OperationStep step) {
    var before = row.operation();
    var after = step.next();
    boolean progress =
        before.stage() instanceof Stage.Running
            && after.stage() instanceof Stage.Running
            && before.cancelAsked() == after.cancelAsked();
    return !progress && !after.equals(before);
  }

  private static void orders(
      OperationStep step,
      OperationRow row,
      OpenSession session,
      boolean mayOperate,
      List<AgentOrder> orders) {
    var id = row.subcloud();
    var order = step.next().order();
    for (var effect : step.afterCommit()) {
      switch (effect) {
        case OperationEffect.SEND -> {
          if (mayOperate) {
            orders.add(
                new AgentOrder.Operate(
                    id,
                    session.epoch(),
                    order,
                    session.journal(),
                    row.startWithin(),
                    row.secret()));
          }
        }
        case OperationEffect.SEND_CANCEL ->
            orders.add(new AgentOrder.Cancel(id, session.epoch(), order.id()));
        case OperationEffect.CONFIRM ->
            orders.add(new AgentOrder.Stored(id, session.epoch(), order.id()));
      }
    }
  }

  /** Empty if there is one report only. */
  static List<List<Reported>> halves(List<Reported> part) {
    int half = part.size() / 2;
    return half == 0 ? List.of() : List.of(part.subList(0, half), part.subList(half, part.size()));
  }

  /** After the commit. */
  void committed(Done done) {
    for (var row : done.rows()) {
      var operation = row.operation();
      if (row.settles()) {
        LOG.info(
            "operation {} {} {} settled: {}",
            new UUID(operation.order().id().high(), operation.order().id().low()),
            row.subcloud(),
            operation.order().type(),
            operation.stage());
      }
      progress.stands(row.subcloud(), operation.order().id(), operation.stage());
    }
  }
}
