package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Parameters of the site's services: sysinv {@code service_parameter}, one row each, named {@code
 * service.section.name}; the section is applied once after all writes. Parameters that were never
 * declared are not looked at.
 *
 * <p>A change of personality or resource is a deletion and a creation; when sysinv refuses the
 * second, the former row is made again.
 *
 * <p>sysinv shows some values as stars. Such a parameter could never be compared, so it is refused
 * in words, and not left at the site when it was only found out by making it. So is a name of which
 * the site has several rows (for different personalities or resources): one of them would be a
 * guess.
 */
final class ServiceParameterApplier implements Applier {
  static final String TYPE = "service-parameter";
  private static final String PATH = "/v1/service_parameter";
  private static final String HIDDEN = "****";
  private static final String SERVICE = "service";
  private static final String SECTION = "section";
  private static final String NAME = "name";
  private static final String VALUE = "value";
  private static final String PERSONALITY = "personality";
  private static final String RESOURCE = "resource";
  private static final List<String> FIELDS =
      List.of(SERVICE, SECTION, NAME, VALUE, PERSONALITY, RESOURCE);

  private final Sysinv sysinv;
  private final NotInForce notInForce;

  ServiceParameterApplier(Sysinv sysinv, NotInForce notInForce) {
    this.sysinv = sysinv;
    this.notInForce = notInForce;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unread(answer);
    }
    var values = new TreeMap<ItemKey, Payload>();
    for (var key : keys) {
      var rows = rows(body, key);
      if (rows.size() == 1) {
        Values.payload(value(rows.getFirst())).ifPresent(payload -> values.put(key, payload));
      }
    }
    return new SiteReading.Values(notInForce.over(values, keys));
  }

  private static List<Row> rows(Row body, ItemKey key) {
    return body.rows("parameters").stream().filter(row -> nameOf(row).equals(key.name())).toList();
  }

  private static String nameOf(Row row) {
    return row.text(SERVICE) + "." + row.text(SECTION) + "." + row.text(NAME);
  }

  /** What a row does not have counts as empty. */
  private static SortedMap<String, String> value(Row row) {
    var value = new TreeMap<String, String>();
    FIELDS.forEach(field -> value.put(field, row.text(field)));
    return value;
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    return notInForce.orAsBefore(key, upsert(key, payload), former -> restore(key, former));
  }

  private SiteResult upsert(ItemKey key, Payload payload) {
    var wanted = Values.row(payload);
    if (!payload.equals(Values.payload(value(wanted)).orElse(null))
        || !nameOf(wanted).equals(key.name())) {
      return new SiteResult.Refused(
          key
              + ": a value that does not fit (expected: the fields "
              + FIELDS
              + ", all texts, and a name made of the first three)");
    }
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var rows = rows(body, key);
    var obstacle = obstacle(key, rows);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (!rows.isEmpty() && value(rows.getFirst()).equals(value(wanted))) {
      return SiteResult.APPLIED;
    }
    var unsaved = notInForce.owe(key, former(rows));
    if (unsaved.isPresent()) {
      return Values.result(unsaved.get());
    }
    return rows.isEmpty() ? create(key, wanted) : change(key, rows.getFirst(), wanted);
  }

  private static Optional<Row> former(List<Row> rows) {
    return rows.stream().findFirst().map(row -> Row.of(value(row)));
  }

  /** After a refusal: nothing else would ever make the parameter what it was. */
  private SiteResult restore(ItemKey key, Optional<Row> former) {
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var rows = rows(body, key);
    if (rows.stream().anyMatch(row -> former(List.of(row)).equals(former))) {
      return SiteResult.APPLIED;
    }
    if (rows.size() > 1) {
      return several(key, rows);
    }
    if (former.isEmpty()) {
      return rows.isEmpty() ? SiteResult.APPLIED : remove(rows.getFirst());
    }
    return rows.isEmpty() ? create(key, former.get()) : change(key, rows.getFirst(), former.get());
  }

  private static Optional<SiteResult> obstacle(ItemKey key, List<Row> rows) {
    if (rows.size() > 1) {
      return Optional.of(several(key, rows));
    }
    return rows.isEmpty() ? Optional.empty() : hidden(key, rows.getFirst());
  }

  private static SiteResult several(ItemKey key, List<Row> rows) {
    return new SiteResult.Refused(
        key
            + ": the site has "
            + rows.size()
            + " of this name, for several personalities or resources (expected: one)");
  }

  private static Optional<SiteResult> hidden(ItemKey key, Row row) {
    return row.text(VALUE).equals(HIDDEN)
        ? Optional.of(
            new SiteResult.Refused(
                key
                    + ": sysinv does not show the value of this parameter (expected: one that"
                    + " can be compared; keep this one at the site)"))
        : Optional.empty();
  }

  private SiteResult create(ItemKey key, Row wanted) {
    var fields = new TreeMap<String, Object>();
    fields.put(SERVICE, wanted.text(SERVICE));
    fields.put(SECTION, wanted.text(SECTION));
    fields.put("parameters", Map.of(wanted.text(NAME), wanted.text(VALUE)));
    for (var field : List.of(PERSONALITY, RESOURCE)) {
      if (!wanted.text(field).isEmpty()) {
        fields.put(field, wanted.text(field));
      }
    }
    return switch (sysinv.post(PATH, fields)) {
      case Answer.Done(var after) ->
          rows(after, key).stream()
              .findFirst()
              .flatMap(row -> hidden(key, row))
              .orElse(SiteResult.APPLIED);
      case Answer other -> Values.result(other);
    };
  }

  private SiteResult change(ItemKey key, Row row, Row wanted) {
    var path = path(row);
    if (row.text(PERSONALITY).equals(wanted.text(PERSONALITY))
        && row.text(RESOURCE).equals(wanted.text(RESOURCE))) {
      return Values.result(sysinv.replace(path, new TreeMap<>(Map.of(VALUE, wanted.text(VALUE)))));
    }
    // These two belong to what sysinv knows a row by.
    return switch (sysinv.delete(path)) {
      case Answer.Done _, Answer.Missing _ -> create(key, wanted);
      case Answer other -> Values.result(other);
    };
  }

  @Override
  public SiteResult delete(ItemKey key) {
    return notInForce.orAsBefore(key, remove(key), former -> restore(key, former));
  }

  private SiteResult remove(ItemKey key) {
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var rows = rows(body, key);
    if (rows.isEmpty()) {
      return SiteResult.APPLIED;
    }
    if (rows.size() > 1) {
      return several(key, rows);
    }
    var unsaved = notInForce.owe(key, former(rows));
    return unsaved.isPresent() ? Values.result(unsaved.get()) : remove(rows.getFirst());
  }

  private SiteResult remove(Row row) {
    return switch (sysinv.delete(path(row))) {
      case Answer.Missing _ -> SiteResult.APPLIED;
      case Answer other -> Values.result(other);
    };
  }

  private static String path(Row row) {
    return PATH + "/" + Sysinv.segment(row.text("uuid"));
  }

  @Override
  public SortedMap<ItemKey, SiteResult> putIntoForce(Set<ItemKey> unfinished) {
    return notInForce.settle(
        TYPE,
        unfinished,
        key -> key.name().split("\\.", 3)[0] + "." + key.name().split("\\.", 3)[1],
        key -> {
          var parts = key.name().split("\\.", 3);
          return sysinv.post(PATH + "/apply", Map.of(SERVICE, parts[0], SECTION, parts[1]));
        });
  }
}
