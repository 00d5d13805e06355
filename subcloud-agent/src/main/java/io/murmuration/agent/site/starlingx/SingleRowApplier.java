package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Keeps item {@code default} of a type in sysinv's one row: reads it, patches what differs. */
final class SingleRowApplier implements Applier {
  private static final String NAME = "default";
  private static final Duration NO_ROW_RETRY = Duration.ofMinutes(1);

  private final Sysinv sysinv;
  private final RowType type;
  private final NotInForce notInForce;

  SingleRowApplier(Sysinv sysinv, RowType type, NotInForce notInForce) {
    this.sysinv = sysinv;
    this.type = type;
    this.notInForce = notInForce;
  }

  @Override
  public String type() {
    return type.name();
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var values = new TreeMap<ItemKey, Payload>();
    var key = new ItemKey(type.name(), NAME);
    if (keys.contains(key)) {
      switch (sysinv.get(type.path())) {
        case Answer.Done(var body) ->
            body.rows(type.collection()).stream()
                .findFirst()
                .flatMap(row -> Values.payload(type.value(row)))
                .ifPresent(payload -> values.put(key, payload));
        case Answer.Missing _ -> {} // an older release without this resource
        case Answer other -> {
          return Values.unread(other);
        }
      }
    }
    return new SiteReading.Values(notInForce.over(values, keys));
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    if (!key.name().equals(NAME)) {
      return new SiteResult.Refused(key + " (expected: name " + NAME + ", a site has only one)");
    }
    var value = Values.row(payload);
    var fields = type.fields(value);
    if (!payload.equals(Values.payload(type.value(Row.of(fields))).orElse(null))) {
      return new SiteResult.Refused(
          key + ": a value that does not fit (expected: such as " + type.example() + ")");
    }
    var refusal = type.refusal(value);
    return refusal.isPresent()
        ? new SiteResult.Refused(key + ": " + refusal.get())
        : set(key, fields);
  }

  @Override
  public SiteResult delete(ItemKey key) {
    if (!key.name().equals(NAME)) {
      return SiteResult.APPLIED;
    }
    return switch (type.removal()) {
      case RowType.Removal.Reset(var fields) -> reset(key, fields);
      case RowType.Removal.Impossible(var why) -> new SiteResult.Refused(why);
    };
  }

  private SiteResult set(ItemKey key, SortedMap<String, String> fields) {
    var answer = sysinv.get(type.path());
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var row = body.rows(type.collection()).stream().findFirst();
    return row.isEmpty()
        ? new SiteResult.Deferred(NO_ROW_RETRY, "sysinv has no row for " + type.name() + " yet")
        : set(key, row.get(), fields);
  }

  /** The row stays, so its value is read as before, with the fields that were reset. */
  private SiteResult reset(ItemKey key, SortedMap<String, String> fields) {
    var answer = sysinv.get(type.path());
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var row = body.rows(type.collection()).stream().findFirst();
    if (row.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var left = shown(row.get());
    left.putAll(fields);
    var result = set(key, row.get(), fields);
    return result instanceof SiteResult.Applied
        ? Values.payload(type.value(Row.of(left)))
            .<SiteResult>map(SiteResult.Reset::new)
            .orElse(result)
        : result;
  }

  private SiteResult set(ItemKey key, Row row, SortedMap<String, String> fields) {
    var changes = new TreeMap<>(fields);
    changes.entrySet().removeAll(shown(row).entrySet());
    if (changes.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var path = type.path() + "/" + Sysinv.segment(row.text("uuid"));
    return switch (change(key, path, changes)) {
      case Answer.Done(var after) -> kept(key, changes, after);
      case Answer other -> Values.result(other);
    };
  }

  private Answer change(ItemKey key, String path, SortedMap<String, String> changes) {
    if (type.applyPath().isEmpty()) {
      return sysinv.patch(path, changes);
    }
    return notInForce.owe(key).orElseGet(() -> sysinv.replace(path, changes));
  }

  @Override
  public SortedMap<ItemKey, SiteResult> putIntoForce(Set<ItemKey> unfinished) {
    return type.applyPath()
        .map(path ->
            notInForce.settle(type.name(), unfinished, _ -> path, _ -> sysinv.post(path, Map.of())))
        .orElseGet(Collections::emptySortedMap);
  }

  /**
   * sysinv has a spelling of its own for addresses. A value that is declared in another one would
   * never be read back, and written again for ever.
   */
  private SiteResult kept(ItemKey key, SortedMap<String, String> changes, Row after) {
    var shown = shown(after);
    for (var change : changes.entrySet()) {
      var field = change.getKey();
      var value = shown.getOrDefault(field, "");
      if (after.has(field) && !value.equals(change.getValue())) {
        return new SiteResult.Refused(
            key
                + ": "
                + field
                + ": "
                + change.getValue()
                + " is kept as "
                + value
                + " (expected: declared like that)");
      }
    }
    return SiteResult.APPLIED;
  }

  private SortedMap<String, String> shown(Row row) {
    return type.fields(Row.of(type.value(row)));
  }
}
