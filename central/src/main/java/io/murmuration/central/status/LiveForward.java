package io.murmuration.central.status;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveStream;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells committed statuses to all nodes' images. */
public final class LiveForward implements CommitListener {
  private final LiveStream stream;
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock the status writer's
   */
  public LiveForward(LiveStream stream, LongSupplier nanoClock) {
    this.stream = stream;
    this.nanoClock = nanoClock;
  }

  @Override
  public void committed(StatusBatch batch) {
    var entries = new ArrayList<LiveEntry>(batch.kinds().size() + batch.availabilities().size());
    for (var report : batch.kinds()) {
      entries.add(
          new LiveEntry.OfKind(
              report.id(),
              report.epoch(),
              report.generation(),
              report.kind(),
              report.status(),
              confirmation(report)));
    }
    for (var report : batch.availabilities()) {
      entries.add(new LiveEntry.OfSite(report.id(), report.epoch(), report.availability()));
    }
    stream.publish(entries);
  }

  /** Only in-sync rests on a look at the site; other ages come with the next heartbeat. */
  private LiveEntry.@Nullable Confirmation confirmation(StatusReport report) {
    return report.status().status() == SyncStatus.IN_SYNC
        ? new LiveEntry.Confirmation(
            Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - report.seenNanos())), false)
        : null;
  }
}
