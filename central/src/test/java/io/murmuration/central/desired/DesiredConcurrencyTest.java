package io.murmuration.central.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.Body;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What declarations and readers see of each other. */
@Tag("database")
@Timeout(60)
class DesiredConcurrencyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ScopeRef FLEET = new ScopeRef.Fleet();
  private static final ScopeRef NORTH = new ScopeRef.Group("north");
  private static final ScopeRef EDGE = new ScopeRef.Subcloud("edge7");

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  @AutoClose private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private Transactions transactions;
  private DesiredService service;

  @BeforeEach
  void start() {
    transactions = database.database().transactions();
    service =
        new DesiredService(transactions, new Commits(transactions), new ReversingSeal(), _ -> {});
    database.execute(
        """
        INSERT INTO subcloud_group (name, description, update_apply_type, max_parallel_subclouds)
        VALUES ('north', 'n', 'parallel', 2)
        """);
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family, group_id)
        VALUES ('edge7', '25.09', 'complete', 'r7', '', '', '', '', '', '4', 2)
        """);
  }

  @Test
  void eachOfTwoOverlappingChangesStartsFromWhatTheOtherLeft() throws Exception {
    var first = Objects.requireNonNull(dns(FLEET, 1).revision());
    dns(FLEET, 2);
    Future<DesiredService.Outcome> back;
    Future<DesiredService.Outcome> declared;
    try (var _ = held("SELECT 1 FROM hub FOR UPDATE")) {
      back = threads.submit(() -> service.rollBack(request(), FLEET, first, false));
      awaitBlocked(1);
      declared = threads.submit(() -> dns(FLEET, 9));
      awaitBlocked(2);
    }
    var one = back.get();
    var other = declared.get();
    boolean inOrder = number(one) < number(other);
    var earlier = (inOrder ? one : other).changes().getFirst();
    var later = (inOrder ? other : one).changes().getFirst();
    assertThat(later.before()).isEqualTo(earlier.after());
  }

  @Test
  void aDryRunDoesNotWaitForAChangeUnderWay() throws Exception {
    dns(FLEET, 1);
    try (var _ = held("SELECT 1 FROM desired_head WHERE scope_type = 'fleet' FOR UPDATE")) {
      var fleet = threads.submit(() -> dns(FLEET, 2));
      awaitBlocked(1);
      assertThat(dns(FLEET, 3, true).changes()).hasSize(1);
      assertThat(dns(NORTH, 3, true).changes()).hasSize(1);
      assertThat(fleet).isNotDone();
    }
  }

  @Test
  void whoeverOnlyReadsTakesNoRowLock() throws Exception {
    dns(NORTH, 1);
    dns(EDGE, 1);
    try (var _ = held("SELECT 1 FROM subcloud_group FOR UPDATE");
        var _ = held("SELECT 1 FROM subcloud FOR UPDATE")) {
      for (var scope : new ScopeRef[] {NORTH, EDGE}) {
        assertThat(service.show(scope).items()).hasSize(1);
        assertThat(service.history(scope)).hasSize(1);
        assertThat(service.diff(scope, Revision.NONE, DesiredService.NEWEST).changes()).hasSize(1);
        assertThat(dns(scope, 2, true).changes()).hasSize(1);
        assertThat(service.rollBack(request(), scope, Revision.NONE, true).changes()).hasSize(1);
      }
      assertThat(service.effective("edge7").items()).hasSize(1);
    }
  }

  @Test
  void theEffectiveStateIsThatOfOneMoment() throws Exception {
    dns(NORTH, 1);
    Future<DesiredService.View> view;
    try (var _ =
        held(
            "LOCK TABLE desired_item IN ACCESS EXCLUSIVE MODE",
            "UPDATE desired_item SET payload = '\"later\"'")) {
      view = threads.submit(() -> service.effective("edge7"));
      awaitBlocked(1);
    }
    assertThat(view.get().items())
        .singleElement()
        .satisfies(item -> assertThat(item.payload()).contains("192.0.2.1"));
  }

  @Test
  void whatADeletedGroupWantedIsNotShown() {
    dns(FLEET, 1);
    dns(NORTH, 2);
    dns(EDGE, 3);
    assertThat(service.everywhere()).hasSize(3);
    database.execute("UPDATE subcloud SET group_id = 1");
    database.execute("DELETE FROM subcloud_group WHERE name = 'north'");
    assertThat(service.everywhere())
        .extracting(item -> item.scope().type())
        .containsExactlyInAnyOrder("fleet", "subcloud");
  }

  private DesiredService.Outcome dns(ScopeRef scope, int last) {
    return dns(scope, last, false);
  }

  private DesiredService.Outcome dns(ScopeRef scope, int last, boolean dryRun) {
    var items =
        DesiredRules.read(
                "items: [{type: dns, value: {nameservers: [192.0.2.%d]}}]".formatted(last), true)
            .items();
    return service.declare(request(), scope, items, dryRun);
  }

  private Request request() {
    return new Request(
        HttpMethod.POST,
        "/v1.0/desired",
        Map.of(),
        Map.of(),
        Map.of(),
        new Caller("ada", "admin", Set.of("admin"), "127.0.0.1"),
        "req-" + requests.incrementAndGet(),
        Body.NONE);
  }

  private static long number(DesiredService.Outcome outcome) {
    return Objects.requireNonNull(outcome.revision()).number();
  }

  /** Waits until so many sessions of this database wait for a lock. */
  private void awaitBlocked(int sessions) {
    await().atMost(PATIENCE).until(() -> waiting() == sessions);
  }

  private int waiting() {
    return transactions.inTx(tx ->
        tx.sql()
            .fetchSingle(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()")
            .get(0, Integer.class));
  }

  /** Another transaction, from its statements to its end by {@code close}. */
  private Held held(String... statements) throws InterruptedException {
    var ready = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var done =
        threads.submit(() ->
            transactions.runInTx(tx -> {
              for (var statement : statements) {
                tx.sql().execute(statement);
              }
              ready.countDown();
              await().atMost(PATIENCE).until(() -> end.getCount() == 0);
            }));
    assertThat(ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Held(end, done);
  }

  private record Held(CountDownLatch end, Future<?> done) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      end.countDown();
      done.get();
    }
  }
}
