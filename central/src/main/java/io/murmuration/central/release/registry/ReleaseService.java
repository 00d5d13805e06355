package io.murmuration.central.release.registry;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.central.release.vault.VaultException;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept, as rows and bytes together. Bytes come before rows and go after them, both under
 * the vault's lock, so that a row never names what is not there. Thread-safe; blocks; refuses by
 * {@link RefusedException}.
 */
public final class ReleaseService {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseService.class);

  /** What was not written to for so long is not being written any more. */
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  /** Time to notice that the database is not the right one, and to put the right one back. */
  private static final Duration UNNAMED = Duration.ofDays(7);

  private final Transactions transactions;
  private final Commits commits;
  private final Vault vault;
  private final DeliveryGuard deliveries;
  private final ReleaseRepository releases = new ReleaseRepository();

  public ReleaseService(
      Transactions transactions, Commits commits, Vault vault, DeliveryGuard deliveries) {
    this.transactions = transactions;
    this.commits = commits;
    this.vault = vault;
    this.deliveries = deliveries;
  }

  List<Release> list() {
    return transactions.inTx(releases::list);
  }

  Release get(String id) {
    return transactions.inTx(tx -> releases.find(tx, id)).orElseThrow(() -> notFound(id));
  }

  /** 404. */
  public static RefusedException notFound(String id) {
    return new RefusedException(new ApiError.NotFound("Release " + id + " is not registered"));
  }

  /**
   * Registers what was received. The same again changes nothing.
   *
   * @throws RefusedException 409 if the release is there with other bytes
   */
  Release register(Request request, NewRelease release, ReceivedFiles files) {
    return commits.inTx(
        request.requestId(),
        tx -> {
          releases.lockVault(tx);
          var there = releases.find(tx, release.id());
          boolean same = there.isPresent() && ReleaseRules.isSame(there.get(), release);
          keep(files); // also if a row is there: its bytes may have been lost
          if (!same) {
            releases.insert(tx, release, request.caller().user());
          }
          var now = releases.find(tx, release.id()).orElseThrow();
          record(tx, request, "register", release.id(), there.orElse(null), now);
          return now;
        });
  }

  private static void keep(ReceivedFiles files) {
    try {
      files.keep();
    } catch (VaultException e) {
      throw new RefusedException(new ApiError.Unavailable(String.valueOf(e.getMessage())));
    }
  }

  void delete(Request request, String id) {
    var deleted =
        commits.inTx(
            request.requestId(),
            tx -> {
              releases.lockVault(tx);
              if (!releases.lock(tx, id)) {
                throw notFound(id);
              }
              var there = releases.find(tx, id).orElseThrow(() -> notFound(id));
              deliveries.requireNone(tx, id);
              releases.delete(tx, id);
              record(tx, request, "delete", id, there, null);
              return there;
            });
    for (var file : deleted.files()) {
      forget(file.content().sha256());
    }
  }

  /** Bytes that cannot be removed now are removed by a later {@link #sweep}. */
  private void forget(Sha256 content) {
    var failure = new AtomicReference<@Nullable VaultException>();
    transactions.runInTx(tx -> {
      releases.lockVault(tx);
      if (!releases.named(tx).contains(content)) {
        try {
          vault.remove(content);
        } catch (VaultException e) {
          failure.set(e);
        }
      }
    });
    if (failure.get() != null) {
      LOG.warn("release vault: content {} is left over", content, failure.get());
    }
  }

  /**
   * Removes what nobody names, such as what a crash left between bytes and row; after days only,
   * and nothing on the word of a database that may not be the vault's: while the hub is held, or if
   * the vault says that it belongs to another one.
   */
  public void sweep(InstantSource clock) {
    transactions.runInTx(tx -> {
      releases.lockVault(tx);
      var hub = releases.hub(tx);
      if (hub.held()) {
        LOG.info("release vault: not swept while the hub is held");
        return;
      }
      try {
        switch (vault.owner(hub.lineage())) {
          case THIS_HUB ->
              vault.sweep(releases.named(tx), new Vault.Ages(LEFT_OVER, UNNAMED), clock);
          case NOBODY_YET ->
              LOG.info("release vault: noted in {} that it is this hub's", vault.marker());
          case ANOTHER ->
              LOG.warn(
                  "release vault: not swept, {} does not name this hub's history {}. If the hub was"
                      + " not recovered from a backup, look whether database.url and"
                      + " release-vault.directory belong together. If it was, register the releases"
                      + " again that are missing, then delete that file: it is written anew at the"
                      + " next start",
                  vault.marker(),
                  hub.lineage());
        }
      } catch (VaultException e) {
        LOG.warn("{}", e.getMessage());
      }
    });
  }

  private static void record(
      Tx tx,
      Request request,
      String verb,
      String id,
      @Nullable Release before,
      @Nullable Release after) {
    AuditTrail.record(
        tx,
        AuditEntry.of(request, verb + " release", "release " + id)
            .with(digest(before), digest(after)));
  }

  private static @Nullable String digest(@Nullable Release release) {
    return release == null ? null : ContentDigest.of(ReleaseJson.of(release));
  }
}
