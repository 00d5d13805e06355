package io.murmuration.central.gateway.drift;

import static io.murmuration.central.api.HttpMethod.GET;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.Refs;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.SubcloudId;
import java.util.Optional;

/** {@code /v1.0/subclouds/…/drift}: who holds which value, now. */
public final class DriftRoutes implements Feature {
  private final Transactions transactions;
  private final Asked asked;

  /** Asks whichever node has the site's stream. Blocks, for a bounded time. */
  @FunctionalInterface
  public interface Asked {
    DriftReport of(SubcloudId id);
  }

  public DriftRoutes(Transactions transactions, Asked asked) {
    this.transactions = transactions;
    this.asked = asked;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(GET, "/v1.0/subclouds/:ref/drift", Access.READ, this::show);
  }

  private Answer show(Request request) {
    Optional<Refs.Found> found =
        transactions.inTx(tx -> Refs.subcloud(tx, request.param("ref"), Refs.Hold.NONE));
    if (found.isEmpty()) {
      return Answer.no(new ApiError.NotFound("Subcloud not found"));
    }
    return switch (asked.of(found.get().id())) {
      case DriftReport.Json(var json) -> Answer.ok(json);
      case DriftReport.NotConnected _ ->
          Answer.no(
              new ApiError.Conflict(
                  "subcloud: "
                      + found.get().name()
                      + " has no agent connected (expected: connected, because the site itself is"
                      + " asked what it holds)"));
    };
  }
}
