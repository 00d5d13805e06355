package io.murmuration.central.enrolment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.certificate.HubCa;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1.0/enrolment-tokens} and {@code /v1.0/trust-bundle}. Stateless. */
public final class TokenRoutes implements Feature {
  private static final String TOKENS = "/v1.0/enrolment-tokens";

  private final TokenService service;
  private final HubCa ca;

  public TokenRoutes(TokenService service, HubCa ca) {
    this.service = service;
    this.ca = ca;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.POST, TOKENS, Access.ADMIN_CFG, this::create)
        .on(HttpMethod.GET, TOKENS, Access.READ, this::list)
        .on(HttpMethod.DELETE, TOKENS + "/:subcloud", Access.ADMIN_CFG, this::withdraw)
        .on(HttpMethod.GET, "/v1.0/trust-bundle", Access.ANY_TOKEN, this::trustBundle);
  }

  private record Made(
      @JsonProperty("subcloud-id") long subcloudId,
      @JsonProperty("subcloud-name") String subcloudName,
      @JsonProperty("token") TokenSecret token,
      @JsonProperty("expires-at") String expiresAt) {}

  private record AllMade(
      @JsonProperty("tokens") List<Made> tokens,
      @JsonProperty("trust-bundle") String trustBundle) {}

  private record Listed(
      @JsonProperty("subcloud-id") int subcloudId,
      @JsonProperty("subcloud-name") String subcloudName,
      @JsonProperty("created-by") String createdBy,
      @JsonProperty("created-at") String createdAt,
      @JsonProperty("expires-at") String expiresAt,
      @JsonProperty("used-at") @Nullable String usedAt) {}

  private record AllListed(@JsonProperty("tokens") List<Listed> tokens) {}

  private record TrustBundle(@JsonProperty("trust-bundle") String trustBundle) {}

  private Answer create(Request request) {
    var made =
        service.create(request, TokenRules.order(request.json())).stream()
            .map(m ->
                new Made(
                    m.subcloud().id().value(), m.subcloud().name(), m.token(), time(m.expiresAt())))
            .toList();
    return Answer.ok(new AllMade(made, ca.trustBundle()));
  }

  private Answer list(Request request) {
    var listed =
        service.list().stream()
            .map(row ->
                new Listed(
                    row.subcloudId(),
                    row.subcloud(),
                    row.createdBy(),
                    time(row.createdAt()),
                    time(row.expiresAt()),
                    row.usedAt() == null ? null : time(row.usedAt())))
            .toList();
    return Answer.ok(new AllListed(listed));
  }

  private Answer withdraw(Request request) {
    service.withdraw(request, request.param("subcloud"));
    return Answer.ok(null);
  }

  private Answer trustBundle(Request request) {
    return Answer.ok(new TrustBundle(ca.trustBundle()));
  }

  /** ISO 8601, UTC. */
  static String time(Instant at) {
    return at.toString();
  }
}
