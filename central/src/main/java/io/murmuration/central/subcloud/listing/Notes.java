package io.murmuration.central.subcloud.listing;

import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What of the image is out of date. Those who bring the news only leave a note; a reader takes the
 * notes before it reads, so that one that comes meanwhile stays, and puts them back if it cannot
 * read. Thread-safe.
 */
final class Notes {
  private boolean all = true;
  private Set<SubcloudId> written = new HashSet<>();
  private long unreadSinceNanos;
  private Set<SubcloudId> told = new HashSet<>();
  private Set<Scope> moved = new HashSet<>();

  /**
   * Rows that must be read from the database.
   *
   * @param all every row, whatever {@code ids} says
   * @param sinceNanos before the first of them was written; means nothing if there are none
   */
  record Unread(boolean all, Set<SubcloudId> ids, long sinceNanos) {
    boolean isNothing() {
      return !all && ids.isEmpty();
    }
  }

  /** Rows of which something was told live, and scopes in which something else is wanted now. */
  record Told(Set<SubcloudId> ids, Set<Scope> scopes) {
    boolean isNothing() {
      return ids.isEmpty() && scopes.isEmpty();
    }
  }

  synchronized void everything(long sinceNanos) {
    unreadSince(sinceNanos);
    all = true;
  }

  synchronized void written(SubcloudId id, long sinceNanos) {
    unreadSince(sinceNanos);
    written.add(id);
  }

  synchronized void told(SubcloudId id) {
    told.add(id);
  }

  synchronized void moved(Scope scope) {
    moved.add(scope);
  }

  /** Since when there is something to read; empty if there is nothing. */
  synchronized OptionalLong unreadSinceNanos() {
    return isAllRead() ? OptionalLong.empty() : OptionalLong.of(unreadSinceNanos);
  }

  synchronized Unread takeUnread() {
    var taken = new Unread(all, written, unreadSinceNanos);
    all = false;
    written = new HashSet<>();
    return taken;
  }

  /** What was taken could not be read. */
  synchronized void putBack(Unread taken) {
    all |= taken.all();
    written.addAll(taken.ids());
    unreadSinceNanos = taken.sinceNanos();
  }

  synchronized Told takeTold() {
    var taken = new Told(told, moved);
    if (!taken.isNothing()) {
      told = new HashSet<>();
      moved = new HashSet<>();
    }
    return taken;
  }

  private void unreadSince(long sinceNanos) {
    if (isAllRead()) {
      unreadSinceNanos = sinceNanos;
    }
  }

  private boolean isAllRead() {
    return !all && written.isEmpty();
  }
}
