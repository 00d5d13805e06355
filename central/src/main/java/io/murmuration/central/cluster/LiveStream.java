package io.murmuration.central.cluster;

import java.util.List;

/**
 * Tells this node's image and the other nodes what was committed. Never blocks: what does not fit
 * is dropped, and the others notice the gap and read it from PostgreSQL.
 */
@FunctionalInterface
public interface LiveStream {
  /** After the commit, in the order of commits. */
  void publish(List<LiveEntry> committed);
}
