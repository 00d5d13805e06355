package io.murmuration.it.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * As much of a cloud's Keystone and sysinv as platform types need, with state, over HTTP: the
 * system controller's or a site's. Neither runs on a plain machine. Thread-safe.
 */
final class FakePlatform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DNS = "/v1/idns";
  private static final String SYSADMIN = "/v1/iuser";
  private static final String FERNET = "/v1/fernet_repo";
  private static final String PARAMETERS = "/v1/service_parameter";

  private final HttpServer server;
  private final ObjectNode sysadmin =
      object().put("uuid", "sysadmin-1").put("passwd_expiry_days", 45).put("root_sig", "sig");
  private final ObjectNode dns = object().put("uuid", "dns-1").put("nameservers", "");
  private final ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
  private final List<String> applied = new ArrayList<>();
  private ArrayNode fernetKeys = JsonNodeFactory.instance.arrayNode();
  private Runnable afterDns = () -> {};
  private Renewal renewal = (_, _, _) -> {};
  private int renewals;

  /** What the site does with an intermediate CA; all PEM. */
  @FunctionalInterface
  interface Renewal {
    void renew(String roots, String certificate, String key);
  }

  private record Reply(int status, JsonNode body) {}

  FakePlatform(String hash) {
    sysadmin(hash);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized String sysadmin() {
    return sysadmin.get("passwd_hash").asText();
  }

  synchronized void sysadmin(String hash) {
    sysadmin.put("passwd_hash", hash);
  }

  synchronized String fernetKeys() {
    return fernetKeys.toString();
  }

  synchronized void fernetKeys(String... keys) {
    fernetKeys = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < keys.length; i++) {
      fernetKeys.addObject().put("id", i).put("key", keys[i]);
    }
  }

  synchronized String dns() {
    return dns.get("nameservers").asText();
  }

  synchronized void dns(String servers) {
    dns.put("nameservers", servers);
  }

  synchronized void onRenewal(Renewal next) {
    renewal = next;
  }

  /** Intermediate CAs that the site was given. */
  synchronized int renewals() {
    return renewals;
  }

  /** Sections that were put into force, in order. */
  synchronized List<String> applied() {
    return List.copyOf(applied);
  }

  synchronized int parameters() {
    return parameters.size();
  }

  /** Runs once, after the next change of the DNS servers is stored and not answered yet. */
  synchronized void afterDns(Runnable then) {
    afterDns = then;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var text = exchange.getRequestBody().readAllBytes();
      var body = text.length == 0 ? object() : JSON.readTree(text);
      var path = exchange.getRequestURI().getPath();
      Reply reply;
      Runnable then = () -> {};
      synchronized (this) {
        reply = answer(exchange.getRequestMethod(), path, body);
        if (path.startsWith(DNS + "/")) {
          then = afterDns;
          afterDns = () -> {};
        }
      }
      then.run();
      var bytes = JSON.writeValueAsBytes(reply.body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("X-Subject-Token", "token");
      exchange.sendResponseHeaders(reply.status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reply answer(String method, String path, JsonNode body) {
    boolean reads = method.equals("GET");
    if (path.equals("/v3/auth/tokens")) {
      var token = object();
      token.putObject("token").put("expires_at", "2099-01-01T00:00:00.000000Z");
      return reads ? new Reply(404, object()) : new Reply(201, token);
    }
    if (path.equals("/v1/servicegroup")) {
      var groups = object();
      groups
          .putArray("sm_servicegroup")
          .addObject()
          .put("name", "cloud-services")
          .put("service_group_name", "cloud-services")
          .put("state", "active");
      return new Reply(200, groups);
    }
    if (path.startsWith(DNS)) {
      return reads ? list("idnss", dns) : patched(dns, body);
    }
    if (path.startsWith(SYSADMIN)) {
      return reads ? list("iusers", sysadmin) : patched(sysadmin, body);
    }
    if (path.equals(FERNET)) {
      fernetKeys = reads ? fernetKeys : (ArrayNode) body;
      return new Reply(200, object().<ObjectNode>set("keys", fernetKeys));
    }
    if (path.equals("/v1/certificate/certificate_renew")) {
      renewals++;
      renewal.renew(
          body.get("root_ca_crt").asText(),
          body.get("sc_ca_cert").asText(),
          body.get("sc_ca_key").asText());
      return new Reply(200, object().put("result", "OK"));
    }
    if (path.equals("/v1/certificate")) {
      return list("certificates");
    }
    if (path.equals(PARAMETERS + "/apply")) {
      applied.add(body.get("service").asText() + "." + body.get("section").asText());
      return new Reply(200, object());
    }
    if (path.equals(PARAMETERS)) {
      if (!reads) {
        body.get("parameters")
            .properties()
            .forEach(parameter ->
                parameters
                    .addObject()
                    .put("uuid", "parameter-" + parameters.size())
                    .put("service", body.get("service").asText())
                    .put("section", body.get("section").asText())
                    .put("name", parameter.getKey())
                    .put("value", parameter.getValue().asText()));
      }
      return new Reply(200, object().<ObjectNode>set("parameters", parameters));
    }
    return new Reply(404, object());
  }

  private static Reply list(String name, ObjectNode... rows) {
    var body = object();
    body.putArray(name).addAll(List.of(rows));
    return new Reply(200, body);
  }

  private static Reply patched(ObjectNode row, JsonNode operations) {
    operations.forEach(operation -> {
      var field = operation.get("path").asText().substring(1);
      if (!field.equals("action")) {
        row.set(field, operation.get("value"));
      }
    });
    return new Reply(200, row);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
