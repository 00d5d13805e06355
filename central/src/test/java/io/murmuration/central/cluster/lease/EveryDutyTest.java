package io.murmuration.central.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.certificate.SettableClock;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.dccert.DcCertDuty;
import io.murmuration.central.dccert.DcCerts;
import io.murmuration.central.dccert.RenewalRules;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.identity.IdentityDuty;
import io.murmuration.central.identity.IdentityOrigin;
import io.murmuration.central.platform.CaFiles;
import io.murmuration.central.platform.ControllerPlatform;
import io.murmuration.central.platform.FernetDuty;
import io.murmuration.central.platform.PlatformSource;
import io.murmuration.central.software.ReferencePoll;
import io.murmuration.central.software.ReferenceSource;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for each duty that one node does for all: a node that lost it after it had looked at
 * its lease writes nothing any more, and one that could not renew stops by itself.
 */
@Tag("database")
@Timeout(60)
final class EveryDutyTest {
  private static final Duration TERM = Leases.TERM;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Runnable> afterTheNextLookAtTheLease =
      new AtomicReference<>(() -> {});
  private final SettableClock clock = new SettableClock();
  @TempDir private Path directory;

  /** A duty's name, and how to make it do its work once, up to the write that counts. */
  enum Duty {
    ORPHANS(OrphanDuty.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        test.orphan();
        var duty = new OrphanDuty(lease, test.transactions, _ -> {}, test.nanos::get, SILENCE);
        duty.look();
        test.nanos.addAndGet(NodeLease.TERM.plus(SILENCE).toNanos());
        lease.renew();
        return duty::look;
      }
    },
    FORGETTING_NODES(OrphanDuty.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        test.database.execute(
            "INSERT INTO node (incarnation, name, address, lease_until)"
                + " VALUES (gen_random_uuid(), 'old', '', now() - interval '1 day')");
        return new OrphanDuty(lease, test.transactions, _ -> {}, test.nanos::get, SILENCE)::look;
      }
    },
    IDENTITY(IdentityDuty.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        return new IdentityDuty(lease, new OneRole(), test.snapshots(), test.nanos::get)::look;
      }
    },
    PLATFORM(PlatformSource.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        return test.platform(lease, Duration.ZERO)::look;
      }
    },
    FERNET_ROTATION(PlatformSource.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        return test.platform(lease, DAY)::look;
      }
    },
    CERTIFICATES(DcCertDuty.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        new Fixture(test.database).subcloud("one", 1);
        var random = new SecureRandom();
        return DcCerts.byOwnRoots(
                lease,
                test.transactions,
                new ReversingSeal(),
                new AdminRoots(
                    SealedKeys.open(test.transactions, test.directory, random), test.clock, random),
                "",
                new RenewalRules(
                    DAY.multipliedBy(365),
                    DAY.multipliedBy(30),
                    2_400,
                    DAY.multipliedBy(90),
                    Duration.ZERO),
                new DcCertDuty.World(test.clock, () -> "request", _ -> {}))
            ::look;
      }
    },
    REFERENCE(ReferencePoll.NAME) {
      @Override
      Runnable of(EveryDutyTest test, Lease lease) {
        return new ReferencePoll(
                lease,
                new Controller(),
                test.transactions,
                () -> {},
                test.nanos::get,
                Duration.ofSeconds(1))
            ::look;
      }
    };

    private final String lease;

    Duty(String lease) {
      this.lease = lease;
    }

    abstract Runnable of(EveryDutyTest test, Lease lease);
  }

  private static final class OneRole implements IdentityOrigin {
    @Override
    public Optional<Reading> read(Optional<String> seen) {
      var items = new TreeMap<ItemKey, Payload>();
      items.put(new ItemKey("role", "r"), Payload.of("{}"));
      return Optional.of(new Reading("1", items));
    }
  }

  private static final class Controller implements ReferenceSource, ControllerPlatform {
    @Override
    public Optional<List<String>> software() {
      return Optional.of(List.of("26.03.1"));
    }

    @Override
    public Optional<String> kubernetes() {
      return Optional.empty();
    }

    @Override
    public Optional<List<DeviceImage>> firmware() {
      return Optional.empty();
    }

    @Override
    public Optional<List<Certificate>> certificates() {
      return Optional.empty();
    }

    @Override
    public Optional<Sysadmin> sysadmin() {
      return Optional.of(new Sysadmin("$6$hash", 45, "sig", OptionalLong.of(20_500)));
    }

    @Override
    public Optional<SortedMap<Long, String>> fernetKeys() {
      return Optional.of(new TreeMap<>(Map.of(0L, "a2V5", 1L, "a2V5")));
    }
  }

  private PlatformSource platform(Lease lease, Duration rotation) {
    var controller = new Controller();
    return new PlatformSource(
        lease,
        controller,
        new CaFiles(List.of(directory)),
        snapshots(),
        new FernetDuty(controller, Optional::empty, rotation, transactions, clock));
  }

  private SourceSnapshots snapshots() {
    return new SourceSnapshots(
        new Commits(transactions), new ReversingSeal(), () -> "request", _ -> {});
  }

  private void orphan() {
    var id = new Fixture(database).subcloud("one", 1);
    var dead = new UUID(0, 7);
    database.execute(
        """
        INSERT INTO node (incarnation, name, address, lease_until)
        VALUES ('%1$s', 'dead', '', clock_timestamp() - interval '1 s');
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
        VALUES (%2$d, 1, 5, '%1$s', 'online')
        """
            .formatted(dead, id.value()));
  }

  private Lease lease(Duty duty) {
    var lease =
        new Lease(
            duty.lease,
            new UUID(0, 1),
            TERM,
            transactions,
            () -> {
              afterTheNextLookAtTheLease.getAndSet(() -> {}).run();
              return nanos.get();
            });
    lease.renew();
    return lease;
  }

  @ParameterizedTest
  @EnumSource
  void doesItsWorkWhileItIsHeld(Duty duty) {
    var look = duty.of(this, lease(duty));
    var before = everything();
    look.run();
    assertThat(everything()).isNotEqualTo(before);
  }

  /** As after a long pause of the process between the look at the lease and the write. */
  @ParameterizedTest
  @EnumSource
  void writesNothingOnceAnotherNodeHasIt(Duty duty) {
    var look = duty.of(this, lease(duty));
    var before = everything();
    afterTheNextLookAtTheLease.set(() -> TestLease.lose(duty.lease, transactions));
    look.run();
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void stopsByItselfHalfATermAfterItsLastRenewalWasSent(Duty duty) {
    var look = duty.of(this, lease(duty));
    var before = everything();
    nanos.addAndGet(TERM.toNanos() / 2);
    look.run();
    assertThat(everything()).isEqualTo(before);
  }

  /** A digest of every row of every table but the leases themselves. */
  private String everything() {
    return transactions.inTx(tx -> {
      var all = new StringBuilder();
      var tables =
          tx.sql()
              .fetch(
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                      + " AND table_type = 'BASE TABLE' AND table_name <> 'lease' ORDER BY 1")
              .getValues(0, String.class);
      for (var table : tables) {
        all.append(
            tx.sql()
                .fetchSingle(
                    "SELECT '%1$s ' || md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), ''))"
                            .formatted(table)
                        + " FROM \"%s\" t".formatted(table))
                .get(0, String.class));
        all.append('\n');
      }
      return all.toString();
    });
  }
}
