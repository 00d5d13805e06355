package io.murmuration.central.subcloud.status;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/subclouds/…/status}: beyond the contract. Rows of the one subcloud come from the
 * database, so whoever changed something sees it; how long ago the site was looked at comes from
 * this node's live image, because heartbeats are not written down.
 */
public final class SubcloudStatusRoutes implements Feature {
  private final Transactions transactions;
  private final LiveImage live;
  private final SubcloudFactsRepository subclouds = new SubcloudFactsRepository();

  public SubcloudStatusRoutes(Transactions transactions, LiveImage live) {
    this.transactions = transactions;
    this.live = live;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/subclouds/:ref/status", Access.READ, this::show);
  }

  private Answer show(Request request) {
    var ref = ResourceRef.of(request.param("ref"));
    return transactions
        .inTx(Isolation.REPEATABLE_READ, tx -> subclouds.find(tx, ref))
        .map(this::explained)
        .orElseGet(() -> Answer.no(new ApiError.NotFound("Subcloud not found")));
  }

  private Answer explained(SubcloudFacts facts) {
    var endpoints =
        facts.endpoints().stream()
            .map(row -> StatusRules.explain(row, heard(facts.id(), row.type()), facts.now()))
            .toList();
    return Answer.ok(StatusJson.of(facts, endpoints));
  }

  private LiveEntry.@Nullable Confirmation heard(SubcloudId id, String type) {
    return Kind.fromWireName(type)
        .flatMap(kind -> live.find(id, kind))
        .map(LiveEntry.OfKind::confirmed)
        .orElse(null);
  }
}
