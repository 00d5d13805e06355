package io.murmuration.agent.site.starlingx;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of sysinv that keeps PTP instances and service parameters: rows that are stored by one
 * call and put into force by another. {@link FakeServices} calls it in turns.
 */
final class FakeTuning {
  private static final String INSTANCES = "/v1/ptp_instances";
  private static final String PARAMETERS = "/v1/service_parameter";
  private static final String HOSTS = "/v1/ihosts";

  /** One PTP instance. */
  static final class Instance {
    final long id;
    final String service;
    final TreeSet<String> hosts = new TreeSet<>();
    final TreeMap<String, TreeSet<String>> parameters = new TreeMap<>();

    Instance(long id, String service) {
      this.id = id;
      this.service = service;
    }
  }

  final Map<String, Instance> instances = new TreeMap<>();
  final Map<String, Map<String, @Nullable Object>> parameters = new TreeMap<>();

  /**
   * What was put into force, in order: {@code ptp}, {@code ptp_instances}, {@code service.section}.
   */
  final List<String> applied = new ArrayList<>();

  /** What was changed since it was last put into force; words as in {@link #applied}. */
  final Set<String> pending = new TreeSet<>();

  private int made;

  static boolean answers(String path) {
    return path.startsWith(INSTANCES)
        || path.startsWith(PARAMETERS)
        || path.startsWith(HOSTS)
        || path.equals("/v1/ptp/apply");
  }

  ResponseDefinition answer(Request request, String path) throws InvalidJsonException {
    if (path.endsWith("/apply")) {
      return apply(request, path);
    }
    var last = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith(HOSTS)) {
      return request.getMethod().equals(RequestMethod.PATCH) ? assign(request, last) : hosts();
    }
    return path.startsWith(INSTANCES)
        ? instance(request, path, last)
        : parameter(request, path, last);
  }

  private ResponseDefinition apply(Request request, String path) throws InvalidJsonException {
    var parts = path.split("/");
    var body = Row.parse(request.getBodyAsString());
    var what =
        path.startsWith(PARAMETERS) ? body.text("service") + "." + body.text("section") : parts[2];
    applied.add(what);
    pending.remove(what);
    return FakeServices.json(200, Map.of());
  }

  private static ResponseDefinition hosts() throws InvalidJsonException {
    return FakeServices.json(
        200,
        Map.of(
            "ihosts",
            List.of(
                Map.of("hostname", "controller-0", "uuid", "host-controller-0"),
                Map.of("hostname", "controller-1", "uuid", "host-controller-1"))));
  }

  private ResponseDefinition assign(Request request, String uuid) throws InvalidJsonException {
    pending.add("ptp_instances");
    for (var operation : patch(request)) {
      for (var instance : instances.values()) {
        if (instance.id == operation.whole("value").orElse(-1L)) {
          var host = uuid.substring("host-".length());
          var _ =
              operation.text("op").equals("add")
                  ? instance.hosts.add(host)
                  : instance.hosts.remove(host);
        }
      }
    }
    return FakeServices.json(200, Map.of());
  }

  private ResponseDefinition instance(Request request, String path, String name)
      throws InvalidJsonException {
    if (!request.getMethod().equals(RequestMethod.GET)) {
      pending.add("ptp_instances");
    }
    if (request.getMethod().equals(RequestMethod.POST)) {
      var body = Row.parse(request.getBodyAsString());
      instances.put(body.text("name"), new Instance(++made, body.text("service")));
      return FakeServices.json(200, shown(body.text("name")));
    }
    if (path.equals(INSTANCES)) {
      return FakeServices.json(
          200, Map.of("ptp_instances", instances.keySet().stream().map(this::shown).toList()));
    }
    var instance = instances.get(name.replace("ptp-", ""));
    if (instance == null) {
      return FakeServices.json(404, Map.of());
    }
    if (request.getMethod().equals(RequestMethod.DELETE)) {
      if (!instance.hosts.isEmpty() || !instance.parameters.isEmpty()) {
        return FakeServices.json(400, Map.of("faultstring", "still associated"));
      }
      instances.remove(name.replace("ptp-", ""));
      return FakeServices.json(204, Map.of());
    }
    for (var operation : patch(request)) {
      var section = operation.text("section");
      var pairs = instance.parameters.computeIfAbsent(section, _ -> new TreeSet<>());
      var _ =
          operation.text("op").equals("add")
              ? pairs.add(operation.text("value"))
              : pairs.remove(operation.text("value"));
      if (pairs.isEmpty()) {
        instance.parameters.remove(section);
      }
    }
    return FakeServices.json(200, shown(name.replace("ptp-", "")));
  }

  private Map<String, Object> shown(String name) {
    var instance = instances.get(name);
    if (instance == null) {
      return Map.of();
    }
    var sections = new LinkedHashMap<String, List<String>>();
    instance.parameters.forEach((section, pairs) -> sections.put(section, List.copyOf(pairs)));
    return Map.of(
        "uuid",
        "ptp-" + name,
        "id",
        instance.id,
        "name",
        name,
        "service",
        instance.service,
        "type",
        "ptp-instance",
        "hostnames",
        List.copyOf(instance.hosts),
        "parameters",
        sections);
  }

  private ResponseDefinition parameter(Request request, String path, String uuid)
      throws InvalidJsonException {
    if (request.getMethod().equals(RequestMethod.POST)) {
      var body = Row.parse(request.getBodyAsString());
      var all = new ArrayList<Map<String, @Nullable Object>>();
      for (var name : body.row("parameters").fields().keySet()) {
        all.add(
            add(
                body.text("service"),
                body.text("section"),
                name,
                body.row("parameters").text(name),
                body.text("resource")));
      }
      return FakeServices.json(200, Map.of("parameters", all));
    }
    if (path.equals(PARAMETERS)) {
      return FakeServices.json(200, Map.of("parameters", List.copyOf(parameters.values())));
    }
    var row = parameters.get(uuid);
    if (row == null) {
      return FakeServices.json(404, Map.of());
    }
    pending.add(row.get("service") + "." + row.get("section"));
    if (request.getMethod().equals(RequestMethod.DELETE)) {
      parameters.remove(uuid);
      return FakeServices.json(204, Map.of());
    }
    for (var operation : patch(request)) {
      row.put(operation.text("path").substring(1), operation.text("value"));
    }
    return FakeServices.json(200, row);
  }

  /** Somebody sets a parameter. */
  Map<String, @Nullable Object> add(
      String service, String section, String name, String value, String resource) {
    var uuid = "parameter-" + ++made;
    var row = new HashMap<String, @Nullable Object>();
    row.put("uuid", uuid);
    row.put("service", service);
    row.put("section", section);
    row.put("name", name);
    row.put("value", name.equals("firewall_rules_id") ? "****" : value);
    row.put("personality", null);
    row.put("resource", resource.isEmpty() ? null : resource);
    parameters.put(uuid, row);
    pending.add(service + "." + section);
    return row;
  }

  private static List<Row> patch(Request request) throws InvalidJsonException {
    return CanonicalJson.parse(request.getBody()) instanceof List<?> list
        ? Row.of(Map.of("patch", (Object) list)).rows("patch")
        : List.of();
  }
}
