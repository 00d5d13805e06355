package io.murmuration.central.operation.desk;

import io.murmuration.sync.operation.Report;
import java.util.List;

/** Told by sessions. Any thread; never blocks. */
public interface SessionOperations {
  /**
   * Welcome was said.
   *
   * @param inFlight what Hello said about operations
   */
  void opened(OpenSession session, List<Report> inFlight);

  void reported(OpenSession session, Report report);

  void ended(OpenSession session);
}
