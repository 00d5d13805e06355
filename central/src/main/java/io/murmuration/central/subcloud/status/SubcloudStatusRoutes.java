package io.murmuration.central.subcloud.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/subclouds/…/status}: beyond the contract. Rows of the one subcloud come from the
 * database, so whoever changed something sees it; how long ago the site was looked at comes from
 * this node's live image, because heartbeats are not written down. While the database does not
 * answer, the last answer that is remembered is given with its age.
 */
public final class SubcloudStatusRoutes implements Feature {
  private final Transactions transactions;
  private final LiveImage live;
  private final LastAnswers last;
  private final SubcloudFactsRepository subclouds = new SubcloudFactsRepository();

  /**
   * @param nanoTime monotonic
   */
  public SubcloudStatusRoutes(Transactions transactions, LiveImage live, LongSupplier nanoTime) {
    this.transactions = transactions;
    this.live = live;
    this.last = new LastAnswers(nanoTime);
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/subclouds/:ref/status", Access.READ, this::show);
  }

  private Answer show(Request request) {
    var ref = ResourceRef.of(request.param("ref"));
    try {
      return explained(ref);
    } catch (DataAccessException e) {
      if (!DatabaseFailures.isAway(e)) {
        throw e;
      }
      return last.find(ref).orElseThrow(() -> e);
    }
  }

  private Answer explained(ResourceRef ref) {
    var facts = transactions.inTx(Isolation.REPEATABLE_READ, tx -> subclouds.find(tx, ref));
    if (facts.isEmpty()) {
      last.forget(ref);
      return Answer.no(new ApiError.NotFound("Subcloud not found"));
    }
    var body = explained(facts.get());
    last.keep(ref, body);
    return Answer.ok(body);
  }

  private ObjectNode explained(SubcloudFacts facts) {
    var endpoints =
        facts.endpoints().stream()
            .map(row -> StatusRules.explain(row, heard(facts.id(), row.type()), facts.now()))
            .toList();
    return StatusJson.of(facts, endpoints);
  }

  private LiveEntry.@Nullable Confirmation heard(SubcloudId id, String type) {
    return Kind.fromWireName(type)
        .flatMap(kind -> live.find(id, kind))
        .map(LiveEntry.OfKind::confirmed)
        .orElse(null);
  }
}
