package io.murmuration.central.release;

import io.murmuration.central.api.Feature;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.release.delivery.Deliveries;
import io.murmuration.central.release.delivery.LiveDeliveries;
import io.murmuration.central.release.fetch.FetchHandler;
import io.murmuration.central.release.registry.ReleaseRoutes;
import io.murmuration.central.release.registry.ReleaseService;
import io.murmuration.central.release.signature.Signers;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.central.release.vault.VaultException;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** All of it, put together. Closed after the listener that it serves. */
public final class ReleaseFeature implements AutoCloseable {
  private final ReleaseSettings settings;
  private final Commits commits;
  private final Vault vault;
  private final Signers signers;
  private final Deliveries deliveries;
  private final FetchHandler fetches;
  private final ReleaseService service;

  private ReleaseFeature(
      ReleaseSettings settings,
      Transactions transactions,
      Commits commits,
      Vault vault,
      FetchHandler.World world) {
    this.settings = settings;
    this.commits = commits;
    this.vault = vault;
    this.signers = new Signers(certificates(settings.trusted()));
    this.deliveries = new Deliveries(transactions);
    this.fetches = new FetchHandler(settings.fetches(), vault, deliveries, world);
    this.service = new ReleaseService(transactions, commits, vault, deliveries);
  }

  /**
   * Opens the vault and removes what is left over in it.
   *
   * @param names random
   * @throws IllegalStateException if the vault or a certificate cannot be used
   */
  public static ReleaseFeature open(
      ReleaseSettings settings,
      Transactions transactions,
      Commits commits,
      Supplier<UUID> names,
      InstantSource clock,
      FetchHandler.World world) {
    try {
      var vault = Vault.open(settings.directory(), settings.limits(), names);
      var feature = new ReleaseFeature(settings, transactions, commits, vault, world);
      feature.service.sweep(clock);
      return feature;
    } catch (VaultException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static List<X509Certificate> certificates(List<Path> files) {
    var certificates = new ArrayList<X509Certificate>();
    for (var file : files) {
      try {
        certificates.addAll(Pem.certificates(Files.readString(file)));
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalStateException(
            "release-vault.trusted-certificates: %s (expected: PEM certificates): %s"
                .formatted(file, e.getMessage()),
            e);
      }
    }
    return certificates;
  }

  /** For the listener of agents. */
  public FetchHandler fetches() {
    return fetches;
  }

  /** The REST side. */
  public List<Feature> routes(Operations operations, LiveDeliveries live, ChangeNudge nudge) {
    return List.of(
        new ReleaseRoutes(service, vault, signers, settings.usmVault()),
        deliveries.routes(commits, operations, live, nudge));
  }

  @Override
  public void close() {
    fetches.close();
  }
}
