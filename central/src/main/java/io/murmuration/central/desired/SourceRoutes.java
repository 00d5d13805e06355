package io.murmuration.central.desired;

import static io.murmuration.central.api.HttpMethod.GET;
import static io.murmuration.central.api.HttpMethod.POST;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.desired.type.FieldReader;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/sources}: snapshots that would delete much, and an operator's word that they may. A
 * confirmed snapshot counts when its source is read the next time.
 */
public final class SourceRoutes implements Feature {
  private static final String BASE = "/v1.0/sources";

  private final Transactions transactions;
  private final Commits commits;
  private final SourceHoldRepository holds = new SourceHoldRepository();

  public SourceRoutes(Transactions transactions, Commits commits) {
    this.transactions = transactions;
    this.commits = commits;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(GET, BASE, Access.READ, _ -> Answer.ok(listed(transactions.inTx(holds::all))))
        .on(POST, BASE + "/:source/confirm", Access.ADMIN_CFG, this::confirm);
  }

  private record ScopeJson(String type, long id) {}

  private record HoldJson(
      String source,
      String kind,
      ScopeJson scope,
      String digest,
      int deletions,
      int known,
      List<String> sample,
      @Nullable String since,
      @JsonProperty("confirmed-by") @Nullable String confirmedBy,
      @JsonProperty("confirmed-at") @Nullable String confirmedAt) {
    static HoldJson of(SourceHold hold) {
      var confirmedAt = hold.confirmedAt();
      return new HoldJson(
          hold.source(),
          hold.kind(),
          new ScopeJson(hold.scope().type(), hold.scope().scopeId()),
          hold.digest(),
          hold.deletions(),
          hold.known(),
          hold.sample(),
          time(hold.since()),
          hold.confirmedBy(),
          confirmedAt == null ? null : time(confirmedAt));
    }

    private static @Nullable String time(OffsetDateTime at) {
      return TimestampForm.SPACE.text(LocalDateTime.ofInstant(at.toInstant(), ZoneOffset.UTC));
    }
  }

  private record HoldsJson(List<HoldJson> withheld) {}

  private static HoldsJson listed(List<SourceHold> holds) {
    return new HoldsJson(holds.stream().map(HoldJson::of).toList());
  }

  private Answer confirm(Request request) {
    var source = request.param("source");
    var problems = new ArrayList<Problem>();
    var fields = FieldReader.ofDocument(request.text(), problems);
    var digest = fields.text("digest", "the digest of GET " + BASE, text -> !text.isBlank());
    fields.refuseUnknown();
    if (digest.isEmpty() || !problems.isEmpty()) {
      return Answer.no(new ApiError.Invalid(problems));
    }
    return commits.inTx(
        request.requestId(),
        tx -> {
          var waiting = holds.of(tx, source);
          if (waiting.isEmpty()) {
            return Answer.no(new ApiError.NotFound("Nothing of source " + source + " is withheld"));
          }
          var meant =
              waiting.stream().filter(hold -> hold.digest().equals(digest.get())).findFirst();
          if (meant.isEmpty()) {
            return Answer.no(
                new ApiError.Invalid(
                    List.of(
                        new Problem(
                            "digest",
                            digest.get(),
                            "one that is withheld now: "
                                + String.join(
                                    ", ", waiting.stream().map(SourceHold::digest).toList())))));
          }
          AuditTrail.record(
              tx,
              AuditEntry.of(request, "confirm deletions", "source " + source)
                  .with(null, digest.get()));
          holds.confirm(tx, meant.get(), request.caller().user());
          return Answer.ok(listed(holds.of(tx, source)));
        });
  }
}
