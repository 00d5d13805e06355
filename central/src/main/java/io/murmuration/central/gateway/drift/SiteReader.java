package io.murmuration.central.gateway.drift;

import io.murmuration.central.recovery.conflict.SiteContents;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.resource.WantedSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads what a site holds instead of what is wanted: first which items differ, by digest, then
 * their values. For virtual threads.
 */
public final class SiteReader implements SiteContents {
  private final Predicate<SubcloudId> here;
  private final DriftInquiry inquiry;

  /**
   * @param here whether the site's stream is at this node
   */
  public SiteReader(Predicate<SubcloudId> here, DriftInquiry inquiry) {
    this.here = here;
    this.inquiry = inquiry;
  }

  @Override
  public Reply read(SubcloudId id, Kind kind, WantedSet wanted, Predicate<ItemKey> which) {
    if (!here.test(id)) {
      return new Reply.NotHere();
    }
    return switch (inquiry.ask(id, number -> DriftInquiry.audit(number, kind))) {
      case Inquiries.Reply.Looked(var observed)
          when observed.getItemsCount() == 0 && !wanted.items().isEmpty() ->
          new Reply.Unanswered("the site has more items than can be compared one by one, or none");
      case Inquiries.Reply.Looked(var observed) ->
          values(id, kind, wanted, DriftInquiry.digests(observed), which);
      case Inquiries.Reply.Shown _ -> new Reply.Unanswered("the agent answered something else");
      case Inquiries.Reply.None(var why) -> new Reply.Unanswered(why);
    };
  }

  private Reply values(
      SubcloudId id,
      Kind kind,
      WantedSet wanted,
      SortedMap<ItemKey, byte[]> there,
      Predicate<ItemKey> which) {
    var keys = new TreeSet<>(there.keySet());
    var missing = new TreeSet<ItemKey>();
    for (var item : wanted.items()) {
      keys.remove(item.key());
      if (there.getOrDefault(item.key(), DriftInquiry.ABSENT).length == 0) {
        missing.add(item.key());
      }
    }
    inquiry.differing(kind, wanted.items(), there).stream()
        .map(WantedItem::key)
        .filter(key -> !missing.contains(key))
        .forEach(keys::add);
    keys.removeIf(which.negate());
    missing.removeIf(which.negate());
    if (keys.isEmpty()) {
      return new Reply.Read(Map.of(), missing);
    }
    return switch (inquiry.ask(id, number -> DriftInquiry.contents(number, kind, keys))) {
      case Inquiries.Reply.Shown(var items) -> {
        var values = DriftInquiry.values(items);
        values.keySet().retainAll(keys); // an agent tells of what it was asked, and of no more
        yield new Reply.Read(values, missing);
      }
      case Inquiries.Reply.Looked _ -> new Reply.Unanswered("the agent answered something else");
      case Inquiries.Reply.None(var why) -> new Reply.Unanswered(why);
    };
  }
}
