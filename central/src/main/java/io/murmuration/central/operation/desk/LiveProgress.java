package io.murmuration.central.operation.desk;

import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.Operation.Stage;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far the running operations of this node's sessions are, as their agents told last. Only in
 * memory: a percent is no row. At most {@link OperationDesk#MOST_IN_FLIGHT} of each session.
 * Thread-safe.
 */
public final class LiveProgress {
  private final LongSupplier nanoClock;
  private final Map<SubcloudId, Map<OperationId, Told>> running = new HashMap<>();

  private record Told(int percent, String details, long nanos) {}

  /**
   * What was told of a run.
   *
   * @param age since then
   */
  public record Progress(int percent, String details, Duration age) {}

  /**
   * @param nanoClock monotonic
   */
  public LiveProgress(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  public synchronized Optional<Progress> of(SubcloudId subcloud, OperationId id) {
    return Optional.ofNullable(running.getOrDefault(subcloud, Map.of()).get(id))
        .map(told ->
            new Progress(
                told.percent, told.details, Duration.ofNanos(nanoClock.getAsLong() - told.nanos)));
  }

  /** True if the operation is known to run, so that the report is progress and nothing else. */
  synchronized boolean told(SubcloudId subcloud, Report report) {
    var known = running.getOrDefault(subcloud, Map.of());
    if (report.state() != Report.State.RUNNING || !known.containsKey(report.id())) {
      return false;
    }
    known.put(report.id(), told(report.percent(), report.details()));
    return true;
  }

  /** The row says that it runs, or that it does not. */
  synchronized void stands(SubcloudId subcloud, OperationId id, Stage stage) {
    if (stage instanceof Stage.Running(var percent, var details)) {
      running
          .computeIfAbsent(subcloud, _ -> new HashMap<>())
          .putIfAbsent(id, told(percent, details));
    } else if (running.containsKey(subcloud)) {
      var rest = running.getOrDefault(subcloud, Map.of());
      rest.remove(id);
      if (rest.isEmpty()) {
        running.remove(subcloud);
      }
    }
  }

  synchronized void ended(Collection<SubcloudId> subclouds) {
    running.keySet().removeAll(subclouds);
  }

  private Told told(int percent, String details) {
    return new Told(percent, details, nanoClock.getAsLong());
  }
}
