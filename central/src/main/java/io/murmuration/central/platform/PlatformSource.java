package io.murmuration.central.platform;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.central.desired.SourceSnapshot;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.store.DatabaseFailures;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what the system controller's sysinv says, at the one node that holds the lease. What
 * is the same as the last time is not even compared with the database. One thread.
 */
public final class PlatformSource {
  public static final String NAME = "platform-source";

  private static final Logger LOG = LoggerFactory.getLogger(PlatformSource.class);

  private final Lease lease;
  private final ControllerPlatform controller;
  private final CaFiles files;
  private final SourceSnapshots snapshots;
  private final FernetDuty fernet;

  /** Holds secrets, as the image of what is wanted does; a heap dump shows both. */
  private @Nullable SourceSnapshot taken;

  private List<String> problems = List.of();

  public PlatformSource(
      Lease lease,
      ControllerPlatform controller,
      CaFiles files,
      SourceSnapshots snapshots,
      FernetDuty fernet) {
    this.lease = lease;
    this.controller = controller;
    this.files = files;
    this.snapshots = snapshots;
    this.fernet = fernet;
  }

  /** Looks once. Blocks. Does nothing while another node has the duty. */
  public void look() {
    var epoch = lease.epoch();
    if (epoch.isEmpty()) {
      taken = null; // another node may take over something else meanwhile
      return;
    }
    try {
      fernet.look(lease, epoch.getAsLong());
      take(read(), epoch.getAsLong());
    } catch (LeaseLostException e) {
      taken = null;
      LOG.info("{}: {}", NAME, e.getMessage());
    } catch (DataAccessException e) {
      if (!DatabaseFailures.isAway(e)) {
        throw e;
      }
      notTaken(e);
    } catch (RefusedException e) {
      notTaken(e);
    }
  }

  private void notTaken(RuntimeException e) {
    taken = null;
    LOG.warn("{}: not taken over, the database failed: {}", NAME, e.getMessage());
  }

  private PlatformItems read() {
    var items = new PlatformItems();
    controller.certificates().ifPresent(listed -> items.certificates(listed, files.bySerial()));
    controller.sysadmin().ifPresent(items::sysadmin);
    controller.fernetKeys().ifPresent(items::fernetKeys);
    if (!items.problems().equals(problems)) {
      problems = items.problems();
      problems.forEach(problem -> LOG.warn("{}: {}", NAME, problem));
    }
    return items;
  }

  /** A node that lost the duty while it was reading commits nothing. */
  private void take(PlatformItems items, long epoch) {
    var snapshot = items.snapshot();
    if (snapshot.types().isEmpty() || snapshot.equals(taken)) {
      return;
    }
    switch (snapshots.commit(snapshot, tx -> lease.fence(tx, epoch))) {
      case SourceSnapshots.Outcome.Unchanged _ -> taken = snapshot;
      case SourceSnapshots.Outcome.Committed(var revision, var changes) -> {
        taken = snapshot;
        LOG.info("{}: revision={} changes={}", NAME, revision.number(), changes);
      }
      case SourceSnapshots.Outcome.Withheld(var deletions, var known) -> {
        taken = null;
        LOG.warn("{}: withheld, deletes {} of {} items", NAME, deletions, known);
      }
    }
  }
}
