package io.murmuration.central.options;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.options.StoredOptions.Owner;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Use cases of strategy options, each one transaction. Agents need not hear of them: a strategy
 * reads them when it starts. Thread-safe; blocks; refuses by {@link RefusedException}.
 */
final class OptionsService {
  private final Transactions transactions;
  private final Commits commits;
  private final OptionsRepository options;

  OptionsService(Transactions transactions, Commits commits, OptionsRepository options) {
    this.transactions = transactions;
    this.commits = commits;
    this.options = options;
  }

  /**
   * All options.
   *
   * @param defaults empty if they are the constants
   */
  record Everything(Optional<StoredOptions> defaults, List<StoredOptions> ofSubclouds) {}

  Everything list() {
    return transactions.inTx(tx -> new Everything(options.find(tx, null), options.ofSubclouds(tx)));
  }

  /** Empty for the defaults if they are the constants. */
  Optional<StoredOptions> show(OptionsTarget target) {
    return transactions.inTx(tx -> {
      var owner = owner(tx, target);
      var found = options.find(tx, owner);
      if (owner != null && found.isEmpty()) {
        throw nothingOfItsOwn(owner);
      }
      return found;
    });
  }

  /**
   * Creates or replaces.
   *
   * @param values read once the subcloud is known to exist: an unknown one is told first
   */
  StoredOptions put(Request request, OptionsTarget target, Supplier<OptionValues> values) {
    return commits.inTx(
        request.requestId(),
        tx -> {
          var owner = owner(tx, target);
          var before = options.find(tx, owner).orElse(null);
          var after = options.put(tx, owner, values.get());
          record(tx, request, "update", owner, before, after);
          return after;
        });
  }

  /** Deleting the defaults always succeeds; the constants count from then on. */
  void delete(Request request, OptionsTarget target) {
    commits.inTx(
        request.requestId(),
        tx -> {
          var owner = owner(tx, target);
          var before = options.find(tx, owner);
          if (owner != null && before.isEmpty()) {
            throw nothingOfItsOwn(owner);
          }
          options.delete(tx, owner);
          record(tx, request, "delete", owner, before.orElse(null), null);
          return target;
        });
  }

  private @Nullable Owner owner(Tx tx, OptionsTarget target) {
    return switch (target) {
      case OptionsTarget.Defaults _ -> null;
      case OptionsTarget.OfSubcloud(var ref) ->
          options
              .subcloud(tx, ref)
              .orElseThrow(() -> new RefusedException(new ApiError.NotFound("Subcloud not found")));
    };
  }

  private static RefusedException nothingOfItsOwn(Owner owner) {
    return new RefusedException(
        new ApiError.NotFound(
            "Subcloud %s has no options of its own; the defaults apply to it"
                .formatted(owner.name())));
  }

  private static void record(
      Tx tx,
      Request request,
      String verb,
      @Nullable Owner owner,
      @Nullable StoredOptions before,
      @Nullable StoredOptions after) {
    var target =
        owner == null
            ? OptionsJson.NAME_OF_DEFAULTS
            : "subcloud %s (%d)".formatted(owner.name(), owner.id());
    AuditTrail.record(
        tx,
        AuditEntry.of(request, verb + " sw-update-options", target)
            .with(digest(before), digest(after)));
  }

  private static @Nullable String digest(@Nullable StoredOptions stored) {
    return stored == null ? null : ContentDigest.of(OptionsJson.of(stored));
  }
}
