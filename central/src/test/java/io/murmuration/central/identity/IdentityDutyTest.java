package io.murmuration.central.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one node's looks at the central Keystone lead to. */
@Tag("database")
@Timeout(60)
class IdentityDutyTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AtomicLong later = new AtomicLong();

  @AutoClose
  private final Leases leases =
      Leases.start(
          new NodeIdentity(new UUID(0, 1), "a"),
          database.database().transactions(),
          System::nanoTime,
          (where, bug) -> {
            throw new AssertionError(where, bug);
          });

  private final Lease lease = leases.compete(IdentityDuty.NAME);
  private final List<Revision> committed = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Origin origin = new Origin();
  private final IdentityDuty duty =
      new IdentityDuty(
          lease,
          origin,
          new SourceSnapshots(
              new Commits(database.database().transactions()),
              new ReversingSeal(),
              () -> "source-" + requests.incrementAndGet(),
              committed::add),
          () -> System.nanoTime() + later.get());

  /** Says what the test wants, and remembers what it was asked. */
  private static final class Origin implements IdentityOrigin {
    private final TreeMap<ItemKey, Payload> items = new TreeMap<>();
    private final List<Optional<String>> asked = new ArrayList<>();
    private boolean away;

    @Override
    public Optional<Reading> read(Optional<String> seen) throws OriginAwayException {
      asked.add(seen);
      if (away) {
        throw new OriginAwayException("is away");
      }
      var version = "v" + items.hashCode();
      return seen.equals(Optional.of(version))
          ? Optional.empty()
          : Optional.of(new Reading(version, items));
    }

    private void users(int count) {
      items.clear();
      for (int i = 0; i < count; i++) {
        items.put(new ItemKey("user", "u" + i), Payload.of("{}"));
      }
    }
  }

  @BeforeEach
  void holdTheDuty() {
    await().atMost(Duration.ofSeconds(30)).until(lease::holds);
    origin.users(3);
  }

  @Test
  void whatDiffersIsOneRevisionAndWhatDoesNotIsNone() {
    duty.look();
    duty.look();
    assertThat(committed).containsExactly(new Revision(1));
    origin.users(4);
    duty.look();
    assertThat(committed).containsExactly(new Revision(1), new Revision(2));
    assertThat(origin.asked.getFirst()).isEmpty();
    assertThat(origin.asked.get(1)).isPresent();
  }

  @Test
  void aFailureLosesNothing() {
    duty.look();
    origin.users(4);
    origin.away = true;
    duty.look();
    assertThat(committed).hasSize(1);
    origin.away = false;
    duty.look();
    assertThat(committed).hasSize(2);
  }

  @Test
  void anEmptyKeystoneIsOfferedAgainUntilAnOperatorConfirms() {
    duty.look();
    origin.users(0);
    duty.look();
    duty.look();
    assertThat(committed).as("withheld").hasSize(1);
    database.execute("UPDATE source_hold SET confirmed_by = 'me', confirmed_at = now()");
    duty.look();
    assertThat(committed).hasSize(2);
  }

  @Test
  void everythingIsComparedAgainNowAndThen() {
    duty.look();
    duty.look();
    later.set(Duration.ofMinutes(11).toNanos());
    duty.look();
    assertThat(origin.asked).extracting(Optional::isPresent).containsExactly(false, true, false);
    assertThat(committed).hasSize(1);
  }

  @Test
  void whoLostTheDutyCommitsNothing() {
    database.execute("UPDATE lease SET epoch = epoch + 1, holder = '" + new UUID(0, 2) + "'");
    duty.look();
    assertThat(committed).isEmpty();
  }
}
