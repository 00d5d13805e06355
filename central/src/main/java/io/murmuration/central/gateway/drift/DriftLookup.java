package io.murmuration.central.gateway.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts the drift of a site whose stream is at this node into words for a REST client. Blocks. */
public final class DriftLookup {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<HubSnapshot> image;
  private final Transactions transactions;
  private final DriftInquiry inquiry;
  private final DriftSinceRepository since = new DriftSinceRepository();

  /**
   * @param image the newest
   */
  public DriftLookup(Supplier<HubSnapshot> image, Transactions transactions, DriftInquiry inquiry) {
    this.image = image;
    this.transactions = transactions;
    this.inquiry = inquiry;
  }

  /** Of every kind that something is wanted of. */
  public DriftReport of(SubcloudId id) {
    var hub = image.get();
    var subcloud = hub.subcloud(id);
    if (subcloud.isEmpty()) {
      return new DriftReport.NotConnected();
    }
    var policy = hub.drift(subcloud.get());
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id.value())
            .put("name", subcloud.get().name());
    var began = transactions.inTx(tx -> since.outOfSync(tx, id));
    var drifts = json.putArray("drift");
    var unwanted = json.putArray("not-wanted");
    var unanswered = json.putArray("unanswered");
    int more = 0;
    for (var kind : Kind.values()) {
      var wanted = hub.wanted(id, kind);
      if (wanted.items().isEmpty() && subcloud.get().conflict(kind).isEmpty()) {
        continue;
      }
      switch (inquiry.find(subcloud.get(), kind, wanted, policy)) {
        case DriftInquiry.Result.Found(var found, var beyond, var keys) -> {
          keys.forEach(key ->
              unwanted
                  .addObject()
                  .put("kind", kind.wireName())
                  .put("type", key.type())
                  .put("name", key.name()));
          found.forEach(drift -> drifts.add(json(drift, began.get(kind.wireName()))));
          more += beyond;
        }
        case DriftInquiry.Result.Unanswered(var why) ->
            unanswered.addObject().put("kind", kind.wireName()).put("reason", why);
      }
    }
    json.put("not-listed", more);
    return new DriftReport.Json(json);
  }

  private static ObjectNode json(Drift drift, @Nullable String since) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", drift.kind().wireName())
            .put("type", drift.key().type())
            .put("name", drift.key().name())
            .put("mode", drift.policy().wireName())
            .put("policy", drift.source().isEmpty() ? null : drift.source())
            .put("secret", drift.secret())
            .put("missing", drift.missing())
            .put("since", since);
    var fields = json.putArray("fields");
    for (var field : drift.fields()) {
      fields
          .addObject()
          .put("field", field.name())
          .<ObjectNode>set("wanted", value(field.wanted()))
          .set("found", value(field.found()));
    }
    return json;
  }

  private static JsonNode value(@Nullable String json) {
    try {
      return json == null ? JsonNodeFactory.instance.nullNode() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("canonical JSON that cannot be read", e);
    }
  }
}
