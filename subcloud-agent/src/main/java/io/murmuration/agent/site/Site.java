package io.murmuration.agent.site;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The services of one site, in terms of items.
 *
 * <p>Calls may block (each implementation bounds them) and come from any thread; for one kind one
 * call is under way at a time. Expected failures are answers, an exception is a bug.
 */
public interface Site extends AutoCloseable {
  /** Resource types this site can apply, by kind. */
  SortedMap<Kind, SortedSet<String>> capabilities();

  /**
   * Reads the values of {@code keys} in canonical form; keys of types that are not supported are as
   * absent.
   *
   * @param bypassCache read the services, not what was remembered of them
   */
  SiteReading read(Kind kind, SortedSet<ItemKey> keys, boolean bypassCache);

  /**
   * Makes changes in order.
   *
   * @return one result per write, in its order; a type that is not supported is refused
   */
  List<SiteResult> write(Kind kind, List<SiteWrite> writes);

  /**
   * Whether the hub keeps the site's identities: if not, nothing waits for them. Told by each
   * Welcome; taken for true before the first.
   */
  default void identityKept(boolean kept) {}

  /** The site's verdict about itself: do the service groups that carry the cloud run? */
  Verdict verdict();

  /** What is looked at and not pushed to. */
  default EndpointAudits audits() {
    return EndpointAudits.NONE;
  }

  @Override
  void close();
}
