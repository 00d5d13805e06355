package io.murmuration.central.enrolment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1.0/enrolments/{subcloud}}. Stateless. */
public final class EnrolmentRoutes implements Feature {
  private static final String ENROLMENT = "/v1.0/enrolments/:subcloud";

  private final EnrolmentService service;

  public EnrolmentRoutes(EnrolmentService service) {
    this.service = service;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ENROLMENT, Access.READ, this::show)
        .on(HttpMethod.DELETE, ENROLMENT, Access.ADMIN_CFG, this::revoke);
  }

  private record Certificate(
      @JsonProperty("serial") String serial,
      @JsonProperty("enrolment-id") UUID enrolment,
      @JsonProperty("state") String state,
      @JsonProperty("not-after") String notAfter,
      @JsonProperty("revoked-at") @Nullable String revokedAt,
      @JsonProperty("revoked-why") @Nullable String revokedWhy) {}

  private record Shown(
      @JsonProperty("subcloud-id") long subcloudId,
      @JsonProperty("subcloud-name") String subcloudName,
      @JsonProperty("state") String state,
      @JsonProperty("enrolment-id") @Nullable UUID enrolment,
      @JsonProperty("enrolled-at") @Nullable String enrolledAt,
      @JsonProperty("certificates") List<Certificate> certificates) {}

  private Answer show(Request request) {
    var found = service.show(request.param("subcloud"));
    var active = found.active();
    return Answer.ok(
        new Shown(
            found.subcloud().id().value(),
            found.subcloud().name(),
            active == null ? "not-enrolled" : "active",
            active == null ? null : active.id(),
            active == null ? null : TokenRoutes.time(active.createdAt()),
            found.certificates().stream().map(row -> certificate(row, found)).toList()));
  }

  private static Certificate certificate(
      CertificateRepository.Listed row, EnrolmentService.Found found) {
    var revokedAt = row.revokedAt();
    String state =
        revokedAt != null ? "revoked" : row.notAfter().isAfter(found.at()) ? "valid" : "expired";
    return new Certificate(
        row.serial(),
        row.enrolment(),
        state,
        TokenRoutes.time(row.notAfter()),
        revokedAt == null ? null : TokenRoutes.time(revokedAt),
        row.revokedWhy());
  }

  private Answer revoke(Request request) {
    service.revoke(request, request.param("subcloud"));
    return Answer.ok(null);
  }
}
