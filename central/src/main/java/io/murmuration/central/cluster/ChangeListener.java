package io.murmuration.central.cluster;

import io.murmuration.central.store.Change;
import io.murmuration.sync.model.Revision;
import java.util.List;

/**
 * Told what changed, on the reader's thread, after the image holds it. Must hand long work over and
 * return: while it runs, this node reads no further change.
 */
public interface ChangeListener {
  /**
   * @param changes in order, every one since the last call
   */
  void changed(List<Change> changes, Revision appliedUpTo);

  /** Anything may have changed: the image was loaded anew. */
  void reloaded(Revision appliedUpTo);
}
