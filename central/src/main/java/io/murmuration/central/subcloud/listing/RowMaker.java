package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.Json;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.subcloud.listing.ReadRow.Stamp;
import io.murmuration.central.subcloud.listing.Row.Facts;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a row of what the database said and what was told live since. The newer session's word
 * counts, then the word about the newer generation; of two equal ones the live one, which came
 * later. Confined to the thread that holds the image's lock.
 */
final class RowMaker {
  private static final String AVAILABILITY = "availability-status";

  private final LiveImage live;
  private final StatusTexts texts = new StatusTexts();
  private List<String> keys = List.of();

  RowMaker(LiveImage live) {
    this.live = live;
  }

  Row make(ReadRow read, HubSnapshot hub) {
    if (keys.isEmpty()) {
      keys = RecordText.keys(read.json());
    }
    var facts = Facts.of(read);
    var row =
        new Row(
            facts,
            facts.online(),
            RecordText.of(keys, read.json()),
            texts.of(List.of(), List.of()));
    return again(row, hub);
  }

  /** The same row if nothing that it shows has changed. */
  Row again(Row row, HubSnapshot hub) {
    var facts = row.facts();
    boolean online = online(facts);
    var statuses = new ArrayList<SyncStatus>(facts.statuses().size());
    // Going offline makes every kind unknown, also those that no session speaks for.
    boolean wentOffline = facts.online() && !online;
    for (var status : facts.statuses()) {
      statuses.add(wentOffline ? SyncStatus.UNKNOWN : status(facts.id(), status, hub));
    }
    var text = texts.of(facts.statuses(), statuses);
    if (online == row.online() && text == row.statuses()) {
      return row;
    }
    var record =
        online == row.online()
            ? row.record()
            : row.record().with(AVAILABILITY, Json.bytes(online ? "online" : "offline"));
    return new Row(facts, online, record, text);
  }

  private boolean online(Facts facts) {
    return live.site(facts.id())
        .filter(told -> !facts.session().isAfter(stamp(told, 0)))
        .map(told -> told.availability().online())
        .orElse(facts.online());
  }

  private SyncStatus status(SubcloudId id, ReadRow.Status read, HubSnapshot hub) {
    var kind = Kind.fromWireName(read.endpointType());
    if (kind.isEmpty()) {
      return read.status();
    }
    var wanted = hub.head(id, kind.get());
    var told = live.find(id, kind.get()).orElse(null);
    return told == null || read.stamp().isAfter(stamp(told, told.generation()))
        ? now(read.status(), read.wanted(), wanted)
        : now(told.status().status(), told.status().wanted(), wanted);
  }

  /**
   * A status that says in-sync was said of a revision. If more is wanted by now it is not true any
   * more, even if no node has said so yet.
   */
  private static SyncStatus now(SyncStatus said, Revision of, Revision wanted) {
    return said == SyncStatus.IN_SYNC && wanted.isAfter(of) ? SyncStatus.OUT_OF_SYNC : said;
  }

  private static Stamp stamp(LiveEntry told, long generation) {
    return new Stamp(told.epoch().hubEpoch(), told.epoch().number(), generation);
  }
}
