package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;

/** Writes items of one type within a transaction; what is as it shall be is not touched. */
interface TypeWriter {
  SiteResult upsert(String name, Value value, Batch batch) throws SQLException;

  /** With what hangs on it. */
  SiteResult delete(String name, Batch batch) throws SQLException;

  static SiteResult waitsFor(String what, String id) {
    return new SiteResult.Lacking("waits for %s %s, which is not at this site".formatted(what, id));
  }

  static SiteResult invalid(String expected) {
    return new SiteResult.Refused("a value that does not fit (expected: " + expected + ")");
  }
}
