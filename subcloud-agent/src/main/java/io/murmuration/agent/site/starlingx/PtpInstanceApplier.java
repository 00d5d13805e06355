package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * PTP instances: sysinv {@code ptp_instances}, by name, with the parameters they own and the hosts
 * they run on. Made in the order instance, parameters, hosts; taken down in reverse; all instances
 * are applied once after all writes. Instances that were never declared are left alone, and so are
 * parameters that another owner has as well: sysinv drops a parameter when its last owner goes.
 *
 * <p>Each step looks at what is there, so an interrupted one is continued by the next attempt.
 * sysinv takes additions and removals one call after the other; one that it refuses in the middle
 * is taken back, so that a refused value, or a refused deletion, leaves the instance as it was when
 * it was last in force, whichever process began to change it.
 */
final class PtpInstanceApplier implements Applier {
  static final String TYPE = "ptp-instance";
  private static final String PATH = "/v1/ptp_instances";
  private static final String HOSTS = "/v1/ihosts";
  private static final String SERVICE = "service";
  private static final String HOSTNAMES = "hostnames";
  private static final String PARAMETERS = "parameters";
  private static final String GLOBAL = "global";
  private static final Duration HOST_RETRY = Duration.ofMinutes(5);

  private final Sysinv sysinv;
  private final NotInForce notInForce;

  /** A declared instance, or one at the site; {@code "name=value"} in each section. */
  private record Instance(
      String service, SortedSet<String> hosts, SortedMap<String, SortedSet<String>> parameters) {
    /** Older releases list parameters without sections. */
    static Instance of(Row row) {
      var parameters = new TreeMap<String, SortedSet<String>>();
      var sections = row.row(PARAMETERS);
      for (var section : sections.fields().keySet()) {
        var pairs = new TreeSet<>(sections.texts(section));
        if (!pairs.isEmpty()) {
          parameters.put(section, pairs);
        }
      }
      if (!row.texts(PARAMETERS).isEmpty()) {
        parameters.put(GLOBAL, new TreeSet<>(row.texts(PARAMETERS)));
      }
      return new Instance(row.text(SERVICE), new TreeSet<>(row.texts(HOSTNAMES)), parameters);
    }

    Map<String, ?> value() {
      var lists = new TreeMap<String, List<String>>();
      parameters.forEach((section, pairs) -> lists.put(section, List.copyOf(pairs)));
      return Map.of(SERVICE, service, HOSTNAMES, List.copyOf(hosts), PARAMETERS, lists);
    }
  }

  PtpInstanceApplier(Sysinv sysinv, NotInForce notInForce) {
    this.sysinv = sysinv;
    this.notInForce = notInForce;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var values = new TreeMap<ItemKey, Payload>();
    switch (sysinv.get(PATH)) {
      case Answer.Done(var body) -> {
        for (var row : body.rows("ptp_instances")) {
          var key = new ItemKey(TYPE, row.text("name").isEmpty() ? "?" : row.text("name"));
          if (keys.contains(key)) {
            Values.payload(Instance.of(row).value()).ifPresent(value -> values.put(key, value));
          }
        }
      }
      case Answer.Missing _ -> {} // an older release without instances
      case Answer other -> {
        return Values.unread(other);
      }
    }
    return new SiteReading.Values(notInForce.over(values, keys));
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    return notInForce.orAsBefore(key, upsert(key, payload), former -> restore(key, former));
  }

  private SiteResult upsert(ItemKey key, Payload payload) {
    var wanted = Instance.of(Values.row(payload));
    if (!payload.equals(Values.payload(wanted.value()).orElse(null)) || wanted.service.isEmpty()) {
      return new SiteResult.Refused(
          key
              + ": a value that does not fit (expected: such as {\"hostnames\":[\"controller-0\"],"
              + "\"parameters\":{\"global\":[\"domainNumber=24\"]},\"service\":\"ptp4l\"})");
    }
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var row = row(body, key);
    if (row.isPresent() && Instance.of(row.get()).equals(wanted)) {
      return SiteResult.APPLIED;
    }
    var hosts = hosts();
    if (hosts.failure != null) {
      return hosts.failure;
    }
    for (var name : wanted.hosts) {
      if (!hosts.uuids.containsKey(name)) {
        return new SiteResult.Deferred(HOST_RETRY, "the site has no host " + name + " yet");
      }
    }
    var unsaved = notInForce.owe(key, row.map(PtpInstanceApplier::value));
    return unsaved.isPresent() ? Values.result(unsaved.get()) : change(key, row, wanted);
  }

  private SiteResult change(ItemKey key, Optional<Row> row, Instance wanted) {
    if (row.isPresent() && row.get().text(SERVICE).equals(wanted.service)) {
      return bring(row.get(), wanted);
    }
    if (row.isPresent()) {
      // sysinv keeps the service of an instance for ever
      var gone = takeDown(row.get());
      if (!(gone instanceof SiteResult.Applied)) {
        return gone;
      }
    }
    return create(key, wanted);
  }

  private SiteResult create(ItemKey key, Instance wanted) {
    return switch (sysinv.post(PATH, Map.of("name", key.name(), SERVICE, wanted.service))) {
      case Answer.Done(var made) -> bring(made, wanted);
      case Answer other -> Values.result(other);
    };
  }

  private static Row value(Row row) {
    return Row.of(Instance.of(row).value());
  }

  /** What sysinv refused in the middle is taken back; nothing else would ever do it. */
  private SiteResult restore(ItemKey key, Optional<Row> former) {
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var row = row(body, key);
    if (former.isEmpty()) {
      return row.isEmpty() ? SiteResult.APPLIED : takeDown(row.get());
    }
    return change(key, row, Instance.of(former.get()));
  }

  private static Optional<Row> row(Row body, ItemKey key) {
    return body.rows("ptp_instances").stream()
        .filter(row -> row.text("name").equals(key.name()))
        .findFirst();
  }

  /** Parameters before hosts; what goes before what comes, so that one value replaces another. */
  private SiteResult bring(Row row, Instance wanted) {
    var here = Instance.of(row);
    var result = parameters(row, "remove", without(here.parameters, wanted.parameters));
    if (result instanceof SiteResult.Applied) {
      result = parameters(row, "add", without(wanted.parameters, here.parameters));
    }
    if (result instanceof SiteResult.Applied) {
      result = hosts(row, "remove", without(here.hosts, wanted.hosts));
    }
    return result instanceof SiteResult.Applied
        ? hosts(row, "add", without(wanted.hosts, here.hosts))
        : result;
  }

  private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> others) {
    var rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  private static SortedMap<String, SortedSet<String>> without(
      SortedMap<String, SortedSet<String>> all, SortedMap<String, SortedSet<String>> others) {
    var rest = new TreeMap<String, SortedSet<String>>();
    all.forEach((section, pairs) ->
        rest.put(section, without(pairs, others.getOrDefault(section, new TreeSet<>()))));
    return rest;
  }

  /** sysinv makes a parameter that it does not have yet, and drops one that nobody owns. */
  private SiteResult parameters(
      Row row, String operation, SortedMap<String, SortedSet<String>> parameters) {
    var operations = new ArrayList<Map<String, String>>();
    parameters.forEach((section, pairs) ->
        pairs.forEach(pair ->
            operations.add(
                Map.of(
                    "op", operation,
                    "path", "/ptp_parameters/-",
                    "section", section,
                    "value", pair))));
    return operations.isEmpty()
        ? SiteResult.APPLIED
        : Values.result(sysinv.patch(path(row), operations));
  }

  /**
   * The site's hosts.
   *
   * @param uuids by name
   * @param failure null if they could be read
   */
  private record Hosts(SortedMap<String, String> uuids, @Nullable SiteResult failure) {}

  private Hosts hosts() {
    var uuids = new TreeMap<String, String>();
    var answer = sysinv.get(HOSTS);
    if (!(answer instanceof Answer.Done(var body))) {
      return new Hosts(uuids, Values.unwritten(answer));
    }
    body.rows("ihosts").forEach(host -> uuids.put(host.text("hostname"), host.text("uuid")));
    return new Hosts(uuids, null);
  }

  private SiteResult hosts(Row row, String operation, SortedSet<String> names) {
    if (names.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var hosts = hosts();
    if (hosts.failure != null) {
      return hosts.failure;
    }
    for (var name : names) {
      var uuid = hosts.uuids.get(name);
      if (uuid == null) {
        return new SiteResult.Deferred(HOST_RETRY, "the site has no host " + name + " yet");
      }
      var operations =
          List.of(
              Map.of(
                  "op",
                  operation,
                  "path",
                  "/ptp_instances/-",
                  "value",
                  row.whole("id").orElse(0L)));
      var result = Values.result(sysinv.patch(HOSTS + "/" + Sysinv.segment(uuid), operations));
      if (!(result instanceof SiteResult.Applied)) {
        return result;
      }
    }
    return SiteResult.APPLIED;
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
    var row = row(body, key);
    if (row.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var unsaved = notInForce.owe(key, row.map(PtpInstanceApplier::value));
    return unsaved.isPresent() ? Values.result(unsaved.get()) : takeDown(row.get());
  }

  /** Hosts, parameters, instance: sysinv deletes no instance that something refers to. */
  private SiteResult takeDown(Row row) {
    var here = Instance.of(row);
    var result = hosts(row, "remove", here.hosts);
    if (result instanceof SiteResult.Applied) {
      result = parameters(row, "remove", here.parameters);
    }
    if (!(result instanceof SiteResult.Applied)) {
      return result;
    }
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
        TYPE, unfinished, _ -> TYPE, _ -> sysinv.post(PATH + "/apply", Map.of()));
  }
}
