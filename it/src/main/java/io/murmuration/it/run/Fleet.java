package io.murmuration.it.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Records of subclouds at a hub, made the way an operator makes them: over REST. */
public final class Fleet {
  private static final int AT_ONCE = 8;
  private static final int TOKENS_AT_ONCE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Fleet() {}

  public static String name(int number) {
    return "edge-%05d".formatted(number);
  }

  /** Creates {@code edge-00001} to {@code edge-NNNNN}; {@code group} by id. */
  public static void create(Rest rest, int from, int to, int group) {
    each(from, to, number -> createOne(rest, number, group));
  }

  private static void createOne(Rest rest, int number, int group) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("bootstrap_values@", bootstrap(number));
    parts.put("bootstrap-address", "192.0.2.1");
    parts.put(
        "sysadmin_password",
        Base64.getEncoder().encodeToString("Demo-only*1".getBytes(StandardCharsets.UTF_8)));
    parts.put("group_id", Integer.toString(group));
    rest.form("POST", "/v1.0/subclouds", parts);
  }

  private static String bootstrap(int number) {
    var net = "10.%d.%d.".formatted(16 + number / 256, number % 256);
    return """
    name: %s
    description: simulated site %d
    location: nowhere
    system_mode: simplex
    management_subnet: %s0/24
    management_start_address: %s2
    management_end_address: %s50
    management_gateway_address: %s1
    systemcontroller_gateway_address: 192.168.204.101
    external_oam_subnet: 203.0.113.0/24
    external_oam_gateway_address: 203.0.113.1
    external_oam_floating_address: 203.0.113.10
    """
        .formatted(name(number), number, net, net, net, net);
  }

  /** Manages them; {@code force}, because agents may connect later. */
  public static void manage(Rest rest, int from, int to) {
    each(
        from,
        to,
        number ->
            rest.form(
                "PATCH",
                "/v1.0/subclouds/" + name(number),
                Map.of("management-state", "managed", "force", "true")));
  }

  /** Writes one token per subcloud and what to trust, in the form that the farm reads. */
  public static void tokens(Rest rest, int from, int to, Path tokens, Path trust) {
    var lines = new StringBuilder();
    String bundle = "";
    for (int first = from; first <= to; first += TOKENS_AT_ONCE) {
      var names = new ArrayList<String>();
      for (int i = first; i < first + TOKENS_AT_ONCE && i <= to; i++) {
        names.add(name(i));
      }
      var answer = rest.json("POST", "/v1.0/enrolment-tokens", Map.of("subclouds", names));
      for (var token : answer.get("tokens")) {
        lines.append(line(token)).append('\n');
      }
      bundle = answer.get("trust-bundle").asText();
    }
    try {
      Files.createDirectories(tokens.toAbsolutePath().getParent());
      Files.writeString(tokens, lines);
      Files.writeString(trust, bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(JsonNode token) {
    return JSON.createObjectNode()
        .put("subcloud", token.get("subcloud-name").asText())
        .put("token", token.get("token").asText())
        .toString();
  }

  private static void each(int from, int to, IntConsumer work) {
    try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = from; i <= to; i++) {
        int number = i;
        running.add(workers.submit(() -> work.accept(number)));
      }
      for (var one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
