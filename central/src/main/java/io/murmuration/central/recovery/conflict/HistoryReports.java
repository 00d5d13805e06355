package io.murmuration.central.recovery.conflict;

import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.sync.model.SessionEpoch;

/** Told what sites hold when they say Hello. On the lanes' threads; must not block. */
@FunctionalInterface
public interface HistoryReports {
  /** Listens to nobody. */
  HistoryReports NONE = (_, _, _) -> {};

  /**
   * A stream is about to be opened.
   *
   * @param subcloud with the conflicts found before
   */
  void greeted(SubcloudView subcloud, SessionEpoch epoch, Histories histories);
}
