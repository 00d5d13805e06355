package io.murmuration.central.audittrail;

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
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * {@code /v1.0/audit-trail}: beyond the contract. Not for every reader: the trail tells who works
 * when and from which address, which is personal and a map for an intruder; so it takes the roles
 * that may change everything anyway. It holds digests instead of values, so no secret can be in it.
 */
public final class AuditTrailRoutes implements Feature {
  private final Transactions transactions;
  private final AuditTrailRepository trail = new AuditTrailRepository();

  public AuditTrailRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/audit-trail", Access.ADMIN_CFG, this::page);
  }

  private Answer page(Request request) {
    var query = AuditQuery.of(request.queries());
    var entries = transactions.inTx(tx -> trail.page(tx, query));
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("audit_trail");
    entries.forEach(entry -> array.add(json(entry)));
    boolean more = entries.size() == query.limit();
    json.put("next-marker", more ? String.valueOf(entries.getLast().id()) : null);
    return Answer.ok(json);
  }

  private static ObjectNode json(RecordedEntry entry) {
    var at = LocalDateTime.ofInstant(entry.at(), ZoneOffset.UTC);
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", entry.id())
        .put("at", TimestampForm.SPACE.text(at))
        .put("request-id", entry.requestId())
        .put("who", entry.who())
        .put("project", entry.project())
        .put("address", entry.address())
        .put("what", entry.what())
        .put("target", entry.target())
        .put("revision", entry.revision())
        .put("before-digest", entry.before())
        .put("after-digest", entry.after());
  }
}
