package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteWrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order within one transaction: revocations, domains and projects from the root down, roles,
 * users, groups, assignments; then deletions in reverse. Domains come before users, unlike in the
 * order of a push, so that a domain which the site knows under another id has the centre's before
 * anybody is looked for by name in it.
 */
public final class WriteOrder {
  /** No tree of projects is that deep; a circle would be. */
  private static final int DEEPEST = 64;

  private final List<SiteWrite> writes;
  private final Map<String, Value> projects = new HashMap<>();

  private WriteOrder(List<SiteWrite> writes) {
    this.writes = writes;
    for (var write : writes) {
      if (write instanceof SiteWrite.Upsert(var key, var payload)
          && key.type().equals(IdentityType.PROJECT.wireName())) {
        projects.put(key.name(), Value.of(payload));
      }
    }
  }

  /** Indices of the writes, in the order in which they are to be made. */
  public static List<Integer> of(List<SiteWrite> writes) {
    var order = new WriteOrder(writes);
    var upserts = new ArrayList<Integer>();
    var deletions = new ArrayList<Integer>();
    for (int i = 0; i < writes.size(); i++) {
      (writes.get(i) instanceof SiteWrite.Upsert ? upserts : deletions).add(i);
    }
    upserts.sort(
        Comparator.<Integer>comparingInt(i -> order.rank(i)).thenComparingInt(i -> order.depth(i)));
    deletions.sort(Comparator.comparingInt(i -> order.rank(i)));
    Collections.reverse(deletions);
    upserts.addAll(deletions);
    return upserts;
  }

  private int rank(int index) {
    return IdentityType.fromWireName(writes.get(index).key().type())
        .map(Enum::ordinal)
        .orElse(IdentityType.values().length);
  }

  private int depth(int index) {
    return depth(writes.get(index).key().name(), 0);
  }

  private int depth(String project, int sofar) {
    var value = projects.get(project);
    if (value == null || sofar > DEEPEST) {
      return sofar;
    }
    var row = value.row("project");
    return Math.max(
        depth(Value.text(row, "domain_id"), sofar + 1),
        depth(Value.text(row, "parent_id"), sofar + 1));
  }
}
