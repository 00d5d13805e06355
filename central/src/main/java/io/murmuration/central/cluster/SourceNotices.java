package io.murmuration.central.cluster;

/**
 * Says that a service of the system controller has something new, to whichever node reads it. May
 * be lost: the service is looked at in time anyway. Thread-safe; never blocks.
 */
public interface SourceNotices {
  /** On all nodes. */
  void changed(String source);

  /**
   * @param soon called for each notice of the source, on any thread; must not block
   */
  void listen(String source, Runnable soon);
}
