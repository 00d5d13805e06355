package io.murmuration.agent.release;

import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.operation.OperationSetup;
import io.murmuration.agent.site.SoftwareStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * All that one agent needs to load releases, wherever it runs: a cache below its data, a way to the
 * hub that changes with its certificate, and the type of operation. Confined to the lane.
 */
public final class ReleaseWork implements Consumer<Identity> {
  private final HubArtefacts hub;
  private final OperationSetup operations;

  private ReleaseWork(HubArtefacts hub, OperationSetup operations) {
    this.hub = hub;
    this.operations = operations;
  }

  /**
   * Whose work it is.
   *
   * @param directory the agent's own; the cache is below it
   * @param addresses of the hub's nodes, host:port; empty: those that the enrolment gave
   * @param software where releases are loaded into
   * @param disk shared by all agents of the process
   * @param keepsLoaded files that the site has taken stay in the cache: not where the caches of
   *     many sites fill one disk
   */
  public record Owner(
      Path directory,
      Identity identity,
      List<String> addresses,
      SoftwareStore software,
      Lane lane,
      DiskRoom disk,
      boolean keepsLoaded) {}

  /**
   * @param runs gives every run a thread that it may block
   * @throws IOException if the cache cannot be made or read
   */
  public static ReleaseWork open(
      Owner owner, ReleaseSettings settings, InstantSource clock, Executor runs)
      throws IOException {
    var cache =
        ArtefactCache.open(
            owner.directory().resolve("artefacts"), settings.cacheBytes(), owner.disk(), clock);
    var addresses =
        owner.addresses().isEmpty() ? owner.identity().hubAddresses() : owner.addresses();
    var lane = owner.lane();
    var hub =
        new HubArtefacts(
            owner.identity(),
            addresses,
            lane.random().nextInt(addresses.size()),
            lane.loop(),
            settings.patience());
    return new ReleaseWork(
        hub,
        OperationSetup.of(
            List.of(new ReleaseLoad(owner.software(), cache, hub, settings, owner.keepsLoaded())),
            runs));
  }

  public OperationSetup operations() {
    return operations;
  }

  /** The certificate was renewed, or the trust changed. */
  @Override
  public void accept(Identity identity) {
    hub.identity(identity);
  }
}
