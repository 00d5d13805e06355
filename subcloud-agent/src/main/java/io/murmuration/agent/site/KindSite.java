package io.murmuration.agent.site;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.util.List;
import java.util.SortedSet;

/** The part of a site that one kind is about; called as {@link Site} is, for this kind alone. */
public interface KindSite extends AutoCloseable {
  Kind kind();

  /** Resource types that can be applied. */
  SortedSet<String> types();

  /** As {@link Site#read}. */
  SiteReading read(SortedSet<ItemKey> keys, boolean bypassCache);

  /** As {@link Site#write}. */
  List<SiteResult> write(List<SiteWrite> writes);

  /** Calls that are under way fail. */
  @Override
  void close();
}
