package io.murmuration.central.alarm.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.schema.tx.Transactions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/alarm-records}: beyond the contract. The hub's own alarms about subclouds, page by
 * page, as rows that somebody raised and cleared; read from the database, so that a list never
 * shows what was not committed, and 503 in words while it is away.
 */
public final class RecordRoutes implements Feature {
  private final Transactions transactions;
  private final RecordListRepository records = new RecordListRepository();

  public RecordRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/alarm-records", Access.READ, this::page);
  }

  private Answer page(Request request) {
    var query = RecordQuery.of(request.queries());
    var found = transactions.inTx(tx -> records.page(tx, query));
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("alarm_records");
    found.forEach(one -> array.add(json(one)));
    boolean more = found.size() == query.limit();
    json.put("next-marker", more ? found.getLast().place().text() : null);
    return Answer.ok(json);
  }

  private static ObjectNode json(AlarmRecord record) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("uuid", record.uuid().toString())
        .put("alarm-id", record.place().alarmId())
        .put("severity", record.severity())
        .put("subcloud", record.subcloud())
        .put("entity-instance-id", record.entity())
        .put("reason-text", record.reason())
        .put("raised-at", time(record.raised()))
        .put("cleared-at", time(record.cleared()));
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null
        ? null
        : TimestampForm.SPACE.text(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }
}
