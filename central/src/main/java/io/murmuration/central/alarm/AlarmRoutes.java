package io.murmuration.central.alarm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.schema.tx.Transactions;

/** {@code /v1.0/alarms}. */
public final class AlarmRoutes implements Feature {
  private final Transactions transactions;
  private final AlarmRepository alarms = new AlarmRepository();

  public AlarmRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/alarms", Access.READ, _ -> list());
  }

  private Answer list() {
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("alarm_summary");
    transactions.inTx(alarms::newestFirst).forEach(summary -> array.add(json(summary)));
    return Answer.ok(json);
  }

  /** {@code region_name} holds the subcloud's name (contract, alarms). */
  private static ObjectNode json(AlarmSummary summary) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("region_name", summary.subcloud())
        .put("uuid", summary.uuid().toString())
        .put("critical_alarms", summary.critical())
        .put("major_alarms", summary.major())
        .put("minor_alarms", summary.minor())
        .put("warnings", summary.warnings())
        .put("cloud_status", summary.cloudStatus());
  }
}
