package io.murmuration.central.operation.desk;

import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What waits for the desk. Pure bookkeeping; its owner brings the lock. Bounded: sessions and looks
 * by the subclouds, reports by {@value #MOST_REPORTS} of each of them, the newest of each
 * operation.
 */
final class DeskQueue {
  /** More than may be under way; the rest is told again. */
  static final int MOST_REPORTS = 64;

  private final Map<SubcloudId, OpenSession> sessions = new HashMap<>();
  private final Set<SubcloudId> whole = new LinkedHashSet<>();
  private final Set<SubcloudId> looks = new LinkedHashSet<>();
  private final Map<SubcloudId, Map<OperationId, Reported>> reports = new LinkedHashMap<>();
  private boolean lookAtAll;

  /** A report and whose it is. */
  record Reported(OpenSession session, Report report) {}

  /**
   * A turn of the desk.
   *
   * @param whole sessions of which everything that is open is looked at
   * @param looks sessions of which is looked at what waits to be sent
   * @param lookAtAll find out which of all sessions have something that waits
   */
  record Batch(
      Set<SubcloudId> whole, Set<SubcloudId> looks, List<Reported> reports, boolean lookAtAll) {}

  void opened(OpenSession session, List<Report> inFlight) {
    var known = sessions.get(session.subcloud());
    if (known != null && known.equals(session.distrust()) && session.trusted()) {
      sessions.put(session.subcloud(), session);
      whole.add(session.subcloud()); // what waited for that may be sent
    } else if (known == null || known.epoch().compareTo(session.epoch()) < 0) {
      sessions.put(session.subcloud(), session);
      whole.add(session.subcloud());
      reports.remove(session.subcloud());
      inFlight.forEach(report -> reported(session, report));
    }
  }

  /** False if it was not the newest. */
  boolean ended(OpenSession session) {
    boolean newest = sessions.remove(session.subcloud(), session);
    if (newest) {
      whole.remove(session.subcloud());
      looks.remove(session.subcloud());
    }
    return newest;
  }

  Optional<OpenSession> session(SubcloudId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  void reported(OpenSession session, Report report) {
    var of = reports.computeIfAbsent(session.subcloud(), _ -> new LinkedHashMap<>());
    var known = of.get(report.id());
    if (known != null && known.session.epoch().compareTo(session.epoch()) > 0) {
      return; // a late word of an older stream
    }
    if (known != null || of.size() < MOST_REPORTS) {
      of.put(report.id(), new Reported(session, report));
    }
  }

  void look(Collection<SubcloudId> subclouds) {
    subclouds.stream().filter(sessions::containsKey).forEach(looks::add);
  }

  void lookWhole(Collection<SubcloudId> subclouds) {
    subclouds.stream().filter(sessions::containsKey).forEach(whole::add);
  }

  void lookAtAll() {
    lookAtAll = true;
  }

  boolean isEmpty() {
    return whole.isEmpty() && looks.isEmpty() && reports.isEmpty() && !lookAtAll;
  }

  Batch take() {
    var all = new ArrayList<Reported>();
    reports.values().forEach(of -> all.addAll(of.values()));
    looks.removeAll(whole);
    var batch = new Batch(new LinkedHashSet<>(whole), new LinkedHashSet<>(looks), all, lookAtAll);
    whole.clear();
    looks.clear();
    reports.clear();
    lookAtAll = false;
    return batch;
  }

  /**
   * After a failure. What came meanwhile is newer. Everything open is looked at: if the commit took
   * place all the same, orders are noted as offered that were never sent.
   */
  void putBack(Batch batch) {
    lookWhole(batch.whole());
    lookWhole(batch.looks());
    lookAtAll |= batch.lookAtAll();
    for (var one : batch.reports()) {
      var known = reports.getOrDefault(one.session.subcloud(), Map.of()).get(one.report.id());
      if (known == null) {
        reported(one.session, one.report);
      }
    }
  }
}
