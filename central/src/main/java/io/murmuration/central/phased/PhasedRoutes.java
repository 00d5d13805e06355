package io.murmuration.central.phased;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.store.Refs;
import io.murmuration.central.subcloud.SubcloudCreation;
import io.murmuration.central.subcloud.SubcloudJson;
import io.murmuration.central.subcloud.form.OrderForm;
import io.murmuration.central.subcloud.order.Road;
import io.murmuration.schema.tx.Transactions;
import java.util.Set;

/** {@code /v1.0/phased-subcloud-deploy}. */
public final class PhasedRoutes implements Feature {
  private static final String ALL = "/v1.0/phased-subcloud-deploy";
  private static final Set<String> PHASES =
      Set.of("install", "bootstrap", "configure", "complete", "abort", "resume", "enroll");

  private final Transactions transactions;
  private final SubcloudCreation creation;

  public PhasedRoutes(Transactions transactions, SubcloudCreation creation) {
    this.transactions = transactions;
    this.creation = creation;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.POST, ALL, Access.ADMIN_CFG, this::create)
        .on(HttpMethod.PATCH, ALL, Access.ADMIN_CFG, _ -> invalid("nothing", "a subcloud"))
        .on(HttpMethod.PATCH, ALL + "/:ref", Access.ADMIN_CFG, _ -> invalid("nothing", "a phase"))
        .on(HttpMethod.PATCH, ALL + "/:ref/:phase", Access.ADMIN_CFG, this::phase);
  }

  private Answer create(Request request) {
    var order = OrderForm.read(request.multipart(), Road.CREATE);
    return Answer.ok(SubcloudJson.of(creation.create(request, order), TimestampForm.T));
  }

  private Answer phase(Request request) {
    var phase = request.param("phase");
    if (!PHASES.contains(phase)) {
      return invalid(phase, "one of " + PHASES.stream().sorted().toList());
    }
    var subcloud = transactions.inTx(tx -> Refs.subcloud(tx, request.param("ref"), Refs.Hold.NONE));
    return Answer.no(
        new ApiError.NotFound(
            subcloud.isEmpty()
                ? "Subcloud not found"
                : "The phase " + phase + " is not available in this version"));
  }

  private static Answer invalid(String given, String expected) {
    return Answer.no(
        new ApiError.BadRequest("Invalid request: %s (expected: %s)".formatted(given, expected)));
  }
}
