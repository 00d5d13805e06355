package io.murmuration.central.release.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.release.delivery.DeliveryService.Overview;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Deliveries as REST shows them: nothing is said that nobody told. */
final class DeliveryJson {
  /** As the agent says it while it fetches. */
  private static final Pattern BYTES = Pattern.compile("(\\d{1,18}) of \\d{1,18} bytes");

  private DeliveryJson() {}

  static ObjectNode of(Overview overview) {
    var json = JsonNodeFactory.instance.objectNode();
    long size = overview.release().size();
    json.put("release_id", overview.release().id());
    json.put("size", size);
    Map<String, Integer> states = new TreeMap<>();
    var list = json.putArray("deliveries");
    for (var delivery : overview.deliveries()) {
      states.merge(delivery.state(), 1, Integer::sum);
      list.add(of(delivery, size));
    }
    var summary = json.putObject("summary");
    summary.put("subclouds", overview.deliveries().size());
    states.forEach(summary::put);
    return json;
  }

  private static ObjectNode of(Delivery delivery, long size) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("subcloud_id", delivery.subcloudId());
    json.put("subcloud", delivery.subcloud());
    json.put("operation", DeliveryRepository.uuid(delivery.operation()).toString());
    json.put("state", delivery.state());
    json.put("percent", delivery.state().equals("succeeded") ? 100 : delivery.percent());
    var bytes = BYTES.matcher(delivery.details());
    if (delivery.state().equals("succeeded")) {
      json.put("bytes", size);
    } else if (bytes.find()) {
      json.put("bytes", bytes(bytes));
    } else {
      json.putNull("bytes");
    }
    json.put("size", size);
    json.put("age-ms", delivery.ageMillis());
    json.put("reason", reason(delivery));
    return json;
  }

  private static long bytes(Matcher found) {
    return Long.parseLong(found.group(1));
  }

  private static String reason(Delivery delivery) {
    if (delivery.isOpen() && !delivery.online()) {
      var before = delivery.details().isEmpty() ? "" : "; before it went: " + delivery.details();
      return "waiting for the site, which is offline" + before;
    }
    return switch (delivery.state()) {
      case "created" -> "waiting for its turn at the site";
      case "offered" -> "sent to the site, which has not answered yet";
      case "accepted" -> "noted by the site, not started yet";
      default -> delivery.details();
    };
  }
}
