package io.murmuration.central.status;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveStream;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Tells committed statuses to all nodes' images. */
public final class LiveForward implements CommitListener {
  private static final LiveEntry.Confirmation JUST_NOW =
      new LiveEntry.Confirmation(Duration.ZERO, false);

  private final LiveStream stream;

  public LiveForward(LiveStream stream) {
    this.stream = stream;
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

  /** Only in-sync rests on a fresh look at the site; other ages come with the next heartbeat. */
  private static LiveEntry.@Nullable Confirmation confirmation(StatusReport report) {
    return report.status().status() == SyncStatus.IN_SYNC ? JUST_NOW : null;
  }
}
