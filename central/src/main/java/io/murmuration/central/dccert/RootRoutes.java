package io.murmuration.central.dccert;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/admin-roots}: beyond the contract. The roots above the certificates of the admin
 * endpoints: how far a change is, and the operator's wish for one, for example because a key may be
 * known to others. What follows is {@link DcCertDuty}'s.
 */
public final class RootRoutes implements Feature {
  private static final String PATH = "/v1.0/admin-roots";

  private final Transactions transactions;
  private final Commits commits;
  private final DcCertSitesRepository sites = new DcCertSitesRepository();
  private final Optional<Own> own;
  private final InstantSource clock;

  /**
   * The hub's own roots.
   *
   * @param also PEM of roots that sites are to trust besides; may be empty
   */
  public record Own(AdminRoots roots, String also, RenewalRules rules) {}

  /**
   * @param own empty: certificates come from elsewhere, or from nowhere
   */
  public RootRoutes(
      Transactions transactions, Commits commits, Optional<Own> own, InstantSource clock) {
    this.transactions = transactions;
    this.commits = commits;
    this.own = own;
    this.clock = clock;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, PATH, Access.READ, _ -> show())
        .on(HttpMethod.POST, PATH, Access.ADMIN_CFG, this::succeed);
  }

  private record RootJson(
      String fingerprint,
      String certificate,
      @JsonProperty("introduced-at") @Nullable String introducedAt,
      @JsonProperty("not-after") @Nullable String notAfter) {
    static RootJson of(AdminRoots.Root root) {
      return new RootJson(
          root.fingerprint(), root.pem(), time(root.introduced()), time(root.notAfter()));
    }
  }

  private record SitesJson(
      @JsonProperty("with-certificate") int held,
      @JsonProperty("by-newest-root") int byNewest,
      @JsonProperty("waited-for") int waiting,
      int absent) {}

  private record StateJson(
      List<RootJson> roots,
      @Nullable String stage,
      SitesJson subclouds,
      @JsonProperty("overlapping-since") @Nullable String overlappingSince,
      @JsonProperty("may-end-at") @Nullable String mayEndAt) {}

  private static final StateJson NONE =
      new StateJson(List.of(), null, new SitesJson(0, 0, 0, 0), null, null);

  private Answer show() {
    if (own.isEmpty()) {
      return Answer.ok(NONE);
    }
    var roots = own.get().roots().known();
    return Answer.ok(
        roots.isEmpty() ? NONE : transactions.inTx(tx -> json(roots, state(tx, roots))));
  }

  private RootState state(Tx tx, List<AdminRoots.Root> roots) {
    var fingerprints = OwnRootIssuer.fingerprints(roots, own.orElseThrow().also());
    return RootState.of(
        fingerprints, sites.all(tx), own.orElseThrow().rules().absence(), clock.instant());
  }

  private static StateJson json(List<AdminRoots.Root> roots, RootState state) {
    boolean overlapping = state.stage() != RootChange.Stage.SETTLED;
    return new StateJson(
        OwnRootIssuer.lastTwo(roots).stream().map(RootJson::of).toList(),
        state.stage().name().toLowerCase(Locale.ROOT),
        new SitesJson(state.held(), state.byNewest(), state.waiting(), state.absent()),
        overlapping ? time(roots.getLast().introduced()) : null,
        state.mayEndAt().map(RootRoutes::time).orElse(null));
  }

  private static @Nullable String time(Instant at) {
    return TimestampForm.SPACE.text(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
  }

  private Answer succeed(Request request) {
    if (own.isEmpty()) {
      return Answer.no(
          new ApiError.Unprocessable(
              "The hub has no roots of its own (dc-cert.issuer); change them where they are kept."));
    }
    var mine = own.get().roots();
    var roots = mine.known();
    if (roots.isEmpty()) {
      return Answer.no(new ApiError.Conflict("There is no root yet; the hub makes the first one."));
    }
    return commits.inTx(
        request.requestId(),
        tx -> {
          if (!state(tx, roots).mayBegin()) {
            return Answer.no(
                new ApiError.Conflict(
                    "A change of the root is under way (GET %s); one at a time, else sites that are behind would trust nobody."
                        .formatted(PATH)));
          }
          if (!mine.introduceSuccessor(tx, roots.getLast())) {
            return Answer.no(new ApiError.Conflict("Somebody else has just begun a change."));
          }
          AuditTrail.record(
              tx, AuditEntry.of(request, "introduce root of admin endpoints", "admin roots"));
          return Answer.ok(new BegunJson("a successor is introduced; sites are given both roots"));
        });
  }

  private record BegunJson(String message) {}
}
