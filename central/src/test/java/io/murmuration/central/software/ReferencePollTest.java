package io.murmuration.central.software;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("database")
@Timeout(120)
class ReferencePollTest {
  private static final DeviceImage IMAGE =
      new DeviceImage(
          new DeviceImage.Content.Functional("0x1", true, false),
          "8086",
          "0b30",
          List.of("", "a=b"));

  private final Controller controller = new Controller();
  private final List<AuditReference> told = new ArrayList<>();
  private TestDatabase database;
  private Leases leases;
  private Lease lease;
  private ReferencePoll poll;
  private ReferenceBoard board;

  /** A system controller whose answers a test sets. */
  private static final class Controller implements ReferenceSource {
    Optional<List<String>> software = Optional.of(List.of("26.03.1"));
    Optional<String> kubernetes = Optional.of("v1.29.2");
    Optional<List<DeviceImage>> firmware = Optional.of(List.of(IMAGE));

    @Override
    public Optional<List<String>> software() {
      return software;
    }

    @Override
    public Optional<String> kubernetes() {
      return kubernetes;
    }

    @Override
    public Optional<List<DeviceImage>> firmware() {
      return firmware;
    }
  }

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    var transactions = database.database().transactions();
    leases =
        Leases.start(
            new NodeIdentity(UUID.randomUUID(), "one"),
            transactions,
            System::nanoTime,
            (_, bug) -> {
              throw new AssertionError(bug);
            });
    lease = leases.compete(ReferencePoll.NAME);
    poll =
        new ReferencePoll(
            lease, controller, transactions, () -> {}, System::nanoTime, Duration.ZERO);
    board = new ReferenceBoard(transactions, told::add);
  }

  @AfterEach
  void close() {
    leases.close();
    database.close();
  }

  private void lookAsHolder() {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(lease::holds);
    poll.look();
  }

  private long changes() {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle("SELECT count(*) FROM change").get(0, Long.class));
  }

  private AuditReference read() {
    board.changed(
        List.of(new Change(new Revision(1), ChangeKind.REFERENCE, Scope.FLEET)), new Revision(1));
    board.look();
    return told.getLast();
  }

  @Test
  void whatTheSystemControllerHasIsStoredUnderARevisionAndReadBackAsItWas() {
    lookAsHolder();

    assertThat(read())
        .isEqualTo(
            new AuditReference(
                1,
                Optional.of(List.of("26.03.1")),
                Optional.of("v1.29.2"),
                Optional.of(List.of(IMAGE))));
  }

  @Test
  void equalAnswersWriteNothing() {
    lookAsHolder();
    poll.look();
    poll.look();

    assertThat(changes()).isEqualTo(1);
  }

  @Test
  void serviceThatDoesNotAnswerLeavesWhatWasKnown() {
    lookAsHolder();
    controller.software = Optional.empty();
    controller.kubernetes = Optional.of("v1.30.1");
    poll.look();

    var now = read();
    assertThat(now.software()).contains(List.of("26.03.1"));
    assertThat(now.kubernetes()).contains("v1.30.1");
    assertThat(now.revision()).isEqualTo(2);
  }

  @Test
  void whatWasNeverFoundOutStaysUnknownAndIsNotTakenForNothing() {
    controller.software = Optional.empty();
    controller.firmware = Optional.of(List.of());
    lookAsHolder();

    assertThat(read().software()).isEmpty();
    assertThat(read().firmware()).contains(List.of());
  }

  @Test
  void boardAsksTheDatabaseOnlyAfterAChangeOfTheReference() {
    board.look();
    assertThat(told).containsExactly(AuditReference.NONE);
    board.look();
    board.changed(
        List.of(new Change(new Revision(1), ChangeKind.DESIRED, Scope.FLEET)), new Revision(1));
    board.look();
    assertThat(told).hasSize(1);
  }
}
