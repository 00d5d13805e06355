package io.murmuration.central;

import io.murmuration.central.certificate.Pem;
import io.murmuration.central.certificate.UnusableKeyException;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.cluster.SourceNotices;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.dccert.DcCertDuty;
import io.murmuration.central.dccert.DcCerts;
import io.murmuration.central.dccert.RootRoutes;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.external.command.CommandRotation;
import io.murmuration.central.external.dcdbsync.DcdbsyncIdentities;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystonedb.KeystoneTablesRepository;
import io.murmuration.central.external.kubernetes.KubernetesCertificates;
import io.murmuration.central.external.kubernetes.KubernetesSettings;
import io.murmuration.central.external.sysinv.SysinvPlatform;
import io.murmuration.central.identity.IdentityDuty;
import io.murmuration.central.identity.IdentityOrigin;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.platform.CaFiles;
import io.murmuration.central.platform.FernetDuty;
import io.murmuration.central.platform.PlatformSource;
import io.murmuration.central.proxy.ProxiedService.Source;
import io.murmuration.sync.model.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Wiring of what the system controller decides for every site. */
final class SourceDuties {
  private static final Duration ROTATION_TIMEOUT = Duration.ofMinutes(2);

  private final Storage storage;
  private final Trust trust;
  private final Leases leases;
  private final World world;
  private final Closer closer;

  /**
   * @param nanoTime monotonic
   * @param notices that it may have something new
   * @param committed told of each revision, after its commit
   */
  record World(
      InstantSource clock,
      LongSupplier nanoTime,
      Consumer<Revision> committed,
      SourceNotices notices,
      Faults faults) {}

  private SourceDuties(Storage storage, Trust trust, Leases leases, World world, Closer closer) {
    this.storage = storage;
    this.trust = trust;
    this.leases = leases;
    this.world = world;
    this.closer = closer;
  }

  /** Competes for the duties that this node is configured for. */
  static void open(
      CentralConfig config,
      Storage storage,
      Trust trust,
      Leases leases,
      World world,
      Closer closer) {
    var duties = new SourceDuties(storage, trust, leases, world, closer);
    var platform = config.platform();
    platform
        .source()
        .ifPresent(source ->
            config.auth().keystone().ifPresent(keystone -> duties.source(source, keystone)));
    platform.certificates().ifPresent(duties::certificates);
    config.identitySource().ifPresent(duties::identity);
  }

  private void identity(IdentitySourceConfig source) {
    var duty =
        new IdentityDuty(
            leases.compete(IdentityDuty.NAME),
            origin(source.way()),
            snapshots(IdentityDuty.NAME),
            world.nanoTime());
    world
        .notices()
        .listen(
            Source.IDENTITY.wireName(), run(IdentityDuty.NAME, source.period(), duty::look)::soon);
  }

  private IdentityOrigin origin(IdentitySourceConfig.Way way) {
    return switch (way) {
      case IdentitySourceConfig.Way.Database(var settings) ->
          new KeystoneTablesRepository(settings);
      case IdentitySourceConfig.Way.Dcdbsync(var settings) ->
          closer.own(new DcdbsyncIdentities(settings, world.clock(), world.nanoTime()));
    };
  }

  private SourceSnapshots snapshots(String name) {
    return new SourceSnapshots(
        storage.commits(), trust.seal(), () -> name + "-" + UUID.randomUUID(), world.committed());
  }

  private void certificates(PlatformConfig.Certificates certificates) {
    var lease = leases.compete(DcCertDuty.NAME);
    var transactions = storage.transactions();
    var rules = certificates.rules();
    var around =
        new DcCertDuty.World(
            world.clock(), () -> DcCertDuty.NAME + "-" + UUID.randomUUID(), world.committed());
    var duty =
        certificates
            .kubernetes()
            .map(kubernetes ->
                DcCerts.byCertManager(
                    lease, transactions, trust.seal(), open(kubernetes), rules, around))
            .orElseGet(() ->
                DcCerts.byOwnRoots(
                    lease,
                    transactions,
                    trust.seal(),
                    trust.adminRoots(),
                    alsoTrusted(certificates),
                    rules,
                    around));
    var _ = run(DcCertDuty.NAME, certificates.poll(), duty::look);
  }

  /** Empty if certificates of admin endpoints are not issued, or cert-manager issues them. */
  static Optional<RootRoutes.Own> ownRoots(CentralConfig config, Trust trust) {
    return config
        .platform()
        .certificates()
        .filter(certificates -> certificates.kubernetes().isEmpty())
        .map(certificates ->
            new RootRoutes.Own(
                trust.adminRoots(), alsoTrusted(certificates), certificates.rules()));
  }

  private static String alsoTrusted(PlatformConfig.Certificates certificates) {
    return certificates.alsoTrusted().map(SourceDuties::roots).orElse("");
  }

  private static String roots(Path file) {
    try {
      return Pem.certificates(Files.readString(file)).stream()
          .map(Pem::of)
          .collect(Collectors.joining());
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableKeyException(
          "dc-cert.also-trusted %s cannot be used (expected: PEM certificates)".formatted(file), e);
    }
  }

  private KubernetesCertificates open(KubernetesSettings settings) {
    try {
      return closer.own(new KubernetesCertificates(settings));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableKeyException(
          "dc-cert.kubernetes-ca-file %s cannot be used (expected: PEM certificates)"
              .formatted(settings.authority()),
          e);
    }
  }

  private void source(PlatformConfig.Source source, KeystoneSettings keystone) {
    var controller =
        closer.own(
            new SysinvPlatform(source.sysinv(), keystone, source.timeout(), world.nanoTime()));
    var fernet =
        new FernetDuty(
            controller,
            new CommandRotation(source.rotationCommand(), ROTATION_TIMEOUT),
            source.rotation(),
            storage.transactions(),
            world.clock());
    var duty =
        new PlatformSource(
            leases.compete(PlatformSource.NAME),
            controller,
            new CaFiles(source.caFiles()),
            snapshots(PlatformSource.NAME),
            fernet);
    world
        .notices()
        .listen(
            Source.PLATFORM.wireName(), run(PlatformSource.NAME, source.poll(), duty::look)::soon);
  }

  private Periodic run(String name, Duration pause, Runnable look) {
    return closer.own(Periodic.start(name, pause, look, world.faults()));
  }
}
