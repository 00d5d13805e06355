package io.murmuration.agent.journal;

import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.model.Kind;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a journal holds.
 *
 * @param id random name of the journal
 * @param dial number of the last dial
 */
public record SiteJournal(String id, long dial, SortedMap<Kind, Entry> kinds) {
  public SiteJournal {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
  }

  /**
   * @param digestKeyId key that the digests of refused items were made with
   */
  public record Entry(KindJournal journal, int digestKeyId) {
    public static final Entry EMPTY = new Entry(KindJournal.EMPTY, 0);
  }

  public Entry kind(Kind kind) {
    return kinds.getOrDefault(kind, Entry.EMPTY);
  }
}
