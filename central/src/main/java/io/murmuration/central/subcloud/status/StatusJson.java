package io.murmuration.central.subcloud.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.alarm.ActiveAlarm;
import io.murmuration.central.api.TimestampForm;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts for programs and, beside them, a sentence for people. Ages are whole seconds; null where
 * nobody knows.
 */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode of(SubcloudFacts facts, List<Explained> endpoints) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", facts.id().value())
            .put("name", facts.name());
    json.putObject("management")
        .put("state", facts.managed() ? "managed" : "unmanaged")
        .put("hold", facts.hold())
        .put("text", StatusWords.management(facts));
    json.putObject("deployment")
        .put("status", facts.deployStatus())
        .put("error-description", facts.errorDescription())
        .put("text", StatusWords.deployment(facts));
    availability(json.putObject("availability"), facts);
    agent(json.putObject("agent"), facts);
    var array = json.putArray("endpoints");
    endpoints.forEach(endpoint -> array.add(endpoint(endpoint, facts.now())));
    var alarms = json.putArray("alarms");
    facts.alarms().forEach(alarm -> alarms.add(alarm(alarm, facts.now())));
    return json;
  }

  private static ObjectNode alarm(ActiveAlarm alarm, Instant now) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("origin", alarm.origin())
            .put("alarm_id", alarm.alarmId())
            .put("entity_instance_id", alarm.entity())
            .put("severity", alarm.severity())
            .put("reason_text", alarm.reason());
    since(json, alarm.since(), now);
    return json;
  }

  private static void availability(ObjectNode json, SubcloudFacts facts) {
    var agent = facts.agent();
    json.put("status", agent.availability());
    since(json, agent.since(), facts.now());
    json.put("reason", agent.reason()).put("text", StatusWords.availability(agent, facts.now()));
  }

  private static void agent(ObjectNode json, SubcloudFacts facts) {
    var agent = facts.agent();
    json.put("version", agent.version().isEmpty() ? null : agent.version())
        .put("connected-at", text(agent.connectedAt()))
        .put("ended-at", text(agent.endedAt()))
        .put("text", StatusWords.agent(agent, facts.now()));
  }

  private static ObjectNode endpoint(Explained endpoint, Instant now) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("endpoint_type", endpoint.type())
            .put("sync_status", endpoint.status().wireName());
    since(json, endpoint.since(), now);
    var confirmed = endpoint.confirmed();
    return json.put("reason", endpoint.reason())
        .put("wanted-revision", endpoint.wanted().number())
        .put("held-revision", endpoint.held().number())
        .put("confirmed-age-seconds", confirmed == null ? null : confirmed.age().toSeconds())
        .put("confirmed-or-later", confirmed != null && confirmed.atLeast())
        .put("text", StatusWords.endpoint(endpoint, now));
  }

  private static void since(ObjectNode json, @Nullable Instant since, Instant now) {
    json.put("since", text(since))
        .put("age-seconds", since == null ? null : StatusRules.age(since, now).toSeconds());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null
        ? null
        : TimestampForm.SPACE.text(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }
}
