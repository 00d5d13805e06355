package io.murmuration.central.enrolment;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.request.Target;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders, lists and withdraws enrolment tokens. A new token for a subcloud withdraws its earlier
 * unused ones, so that at most one is open. Thread-safe; blocks.
 */
public final class TokenService {
  private final Transactions transactions;
  private final Commits commits;
  private final InstantSource clock;
  private final SecureRandom random;
  private final TokenRepository tokens = new TokenRepository();

  public TokenService(
      Transactions transactions, Commits commits, InstantSource clock, SecureRandom random) {
    this.transactions = transactions;
    this.commits = commits;
    this.clock = clock;
    this.random = random;
  }

  /** A token and whom it is for; shown once. */
  record Made(Refs.Found subcloud, TokenSecret token, Instant expiresAt) {}

  /**
   * One token per subcloud, in the order of ids.
   *
   * @throws RefusedException 404 naming every reference that is unknown
   */
  List<Made> create(Request request, TokenOrder order) {
    return commits.inTx(
        request.requestId(),
        tx -> {
          var now = clock.instant();
          var expiresAt = now.plus(order.validFor());
          var made = new ArrayList<Made>();
          for (var subcloud : targets(tx, order.target())) {
            made.add(new Made(subcloud, TokenSecret.generate(random), expiresAt));
          }
          var ids = made.stream().map(m -> m.subcloud().id()).toList();
          var hashes = made.stream().map(m -> m.token().hash()).toList();
          tokens.deleteUnused(tx, ids);
          tokens.insert(tx, ids, hashes, request.caller().user(), now, expiresAt);
          AuditTrail.record(
              tx, AuditEntry.of(request, "create enrolment tokens", order.target().describe()));
          return made;
        });
  }

  List<TokenRepository.Row> list() {
    return transactions.inTx(tokens::list);
  }

  /**
   * Withdraws the unused tokens of a subcloud.
   *
   * @throws RefusedException 404 if there is no such subcloud
   */
  void withdraw(Request request, String ref) {
    commits.inTx(
        request.requestId(),
        tx -> {
          var subcloud =
              Refs.subcloud(tx, ref, Hold.UNTIL_COMMIT)
                  .orElseThrow(() -> new RefusedException(unknownSubclouds(List.of(ref))));
          int withdrawn = tokens.deleteUnused(tx, List.of(subcloud.id()));
          AuditTrail.record(
              tx, AuditEntry.of(request, "delete enrolment tokens", "subcloud " + subcloud.name()));
          return withdrawn;
        });
  }

  static ApiError unknownSubclouds(List<String> refs) {
    return refs.size() == 1
        ? new ApiError.NotFound("Subcloud not found")
        : new ApiError.NotFound("Subclouds not found: " + String.join(", ", refs));
  }

  private static List<Refs.Found> targets(Tx tx, Target target) {
    return switch (target) {
      case Target.Subclouds(var refs) -> {
        var found = Refs.subclouds(tx, refs, Hold.UNTIL_COMMIT);
        var unknown = Refs.unknown(refs, found);
        if (!unknown.isEmpty()) {
          throw new RefusedException(unknownSubclouds(unknown));
        }
        yield found;
      }
      case Target.Group(var ref) ->
          Refs.group(tx, ref, Hold.NONE)
              .map(group -> Refs.inGroup(tx, group, Hold.UNTIL_COMMIT))
              .orElseThrow(
                  () -> new RefusedException(new ApiError.NotFound("Subcloud Group not found")));
    };
  }
}
