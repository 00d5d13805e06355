package io.murmuration.central;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.CertificateSettings;
import io.murmuration.central.certificate.FleetKeys;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.HubTls;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.certificate.SealedPayloads;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.store.PayloadSeal;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Wiring of what agents trust, and what the hub trusts in them. */
record Trust(
    CertificateSettings settings,
    HubCa ca,
    HubTls tls,
    FleetKeys fleetKeys,
    AdminRoots adminRoots,
    Sealer sealer) {
  private static final String ARGUMENTS = "operation-arguments";

  /** Of secrets that operations are ordered with. */
  ArgumentSeal argumentSeal() {
    return new ArgumentSeal() {
      @Override
      public byte[] seal(byte[] arguments) {
        return sealer.seal(ARGUMENTS, 1, arguments);
      }

      @Override
      public byte[] open(byte[] sealed) {
        return sealer.open(ARGUMENTS, 1, sealed);
      }
    };
  }

  /** Of what is wanted and secret. */
  PayloadSeal seal() {
    return new SealedPayloads(sealer);
  }

  /**
   * @throws io.murmuration.central.certificate.UnusableKeyException if the node's master key does
   *     not open what the database holds
   */
  static Trust open(
      CentralConfig config, Storage storage, InstantSource clock, SecureRandom chance) {
    var keys = SealedKeys.open(storage.transactions(), config.node().data(), chance);
    var ca = HubCa.openOrCreate(keys, clock, chance);
    var settings =
        new CertificateSettings(
            config.agents().certificateLife(),
            CertificateSettings.DEFAULT_SERVER_LIFETIME,
            config.agents().serverNames());
    return new Trust(
        settings,
        ca,
        new HubTls(ca, settings, clock, chance),
        FleetKeys.openOrCreate(keys, chance),
        new AdminRoots(keys, clock, chance),
        keys.sealer());
  }
}
