package io.murmuration.central.recovery.conflict;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.request.QueryReader;
import io.murmuration.central.recovery.conflict.ConflictListRepository.Filter;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1.0/conflicts} and {@code /v1.0/conflict-resolutions}. */
public final class ConflictRoutes implements Feature {
  private static final String CONFLICTS = "/v1.0/conflicts";
  private static final String RESOLUTIONS = "/v1.0/conflict-resolutions";
  private static final int LONGEST_REF = 255;
  private static final int PAGE = 1_000;
  private static final int MOST = 10_000;

  private final Transactions transactions;
  private final Function<SubcloudId, Optional<JsonNode>> difference;
  private final ResolutionService service;
  private final ConflictListRepository repository = new ConflictListRepository();

  /**
   * @param difference asks whichever node has the site's stream how it differs from what is wanted,
   *     without secrets; empty if nobody has it. Blocks, for a bounded time
   * @param ids random
   * @param nudge after a commit
   */
  public ConflictRoutes(
      Transactions transactions,
      Commits commits,
      Function<SubcloudId, Optional<JsonNode>> difference,
      Supplier<UUID> ids,
      InstantSource clock,
      ChangeNudge nudge) {
    this.transactions = transactions;
    this.difference = difference;
    this.service = new ResolutionService(transactions, commits, ids, clock, nudge);
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, CONFLICTS, Access.READ, this::list)
        .on(HttpMethod.GET, CONFLICTS + "/:ref", Access.READ, this::show)
        .on(HttpMethod.POST, RESOLUTIONS, Access.ADMIN, this::resolve)
        .on(HttpMethod.GET, RESOLUTIONS + "/:id", Access.READ, this::progress);
  }

  private Answer list(Request request) {
    var queries = new QueryReader(request.queries(), List.of("group", "kind", "limit", "marker"));
    var ref = queries.text("group", LONGEST_REF);
    var kind = queries.value("kind", "platform, identity or dc-cert", Kind::fromWireName);
    int most = queries.limit(PAGE, MOST);
    var marker = queries.number("marker", "the next-marker of the page before");
    int limit = queries.orRefuse(most);
    return Answer.ok(
        transactions.inTx(tx -> {
          var group = ref == null ? null : group(tx, ref);
          var filter = new Filter(group, null, kind, marker == null ? 0 : marker);
          return ConflictJson.list(repository.list(tx, filter, limit), limit);
        }));
  }

  private static Integer group(Tx tx, String ref) {
    return Refs.group(tx, ref, Hold.NONE).orElseThrow(() -> notFound("Subcloud Group not found"));
  }

  private Answer show(Request request) {
    record Found(Refs.Found subcloud, List<ConflictListRepository.Shown> rows) {}
    var found =
        transactions.inTx(tx -> {
          var subcloud =
              Refs.subcloud(tx, request.param("ref"), Hold.NONE)
                  .orElseThrow(() -> notFound("Subcloud not found"));
          var id = Math.toIntExact(subcloud.id().value());
          return new Found(subcloud, repository.list(tx, new Filter(null, id, null, 0), 1));
        });
    if (found.rows.isEmpty()) {
      throw notFound("The subcloud is in no conflict");
    }
    var json = ConflictJson.list(found.rows, Integer.MAX_VALUE);
    json.remove("next-marker");
    json.set("difference", difference.apply(found.subcloud.id()).orElse(null));
    return Answer.ok(json);
  }

  private Answer resolve(Request request) {
    return Answer.ok(
        ConflictJson.of(service.resolve(request, ResolutionForm.read(request.json()))));
  }

  private Answer progress(Request request) {
    var id = uuid(request.param("id"));
    if (id == null) {
      throw notFound("Resolution of conflicts not found");
    }
    return Answer.ok(ConflictJson.of(service.show(id)));
  }

  private static @Nullable UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static RefusedException notFound(String detail) {
    return new RefusedException(new ApiError.NotFound(detail));
  }
}
