package io.murmuration.agent.site.starlingx;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.RecordedFaults;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What drift costs: the one audit that sees it, and the one push that this audit brings about. */
@Timeout(60)
final class OneAuditTest {
  private static final Kind KIND = Kind.PLATFORM;

  /** What the hub is told. */
  private static final class Heard implements KindWorker.Reports {
    final List<Answer> answers = new ArrayList<>();
    final List<SortedMap<ItemKey, Digest>> observed = new ArrayList<>();

    @Override
    public void answered(Kind kind, long attempt, Answer answer) {
      answers.add(answer);
    }

    @Override
    public void observed(
        Kind kind, long auditId, Holding holding, SortedMap<ItemKey, Digest> items) {
      if (auditId > 0) {
        observed.add(items);
      }
    }

    @Override
    public void unreadable(Kind kind, long auditId, String why) {
      throw new AssertionError(why);
    }
  }

  @Test
  void driftOfEveryTypeIsSeenByOneAuditAndGoneWithThePushThatFollows(@TempDir Path directory)
      throws Exception {
    var inOrder = KilledBetweenWritesTest.firstValues();
    var wanted = new TreeMap<>(Map.copyOf(inOrder));
    var heard = new Heard();
    var faults = new RecordedFaults();
    try (var site = new SiteUnderTest(directory);
        var lanes = new Lanes(1, System::nanoTime, new SplittableRandom(1), faults);
        var journal = Journal.open(directory.resolve("journal"), () -> "journal-1")) {
      var lane = lanes.lane(0);
      var means = new KindWorker.Means(lane, Runnable::run, Runnable::run, faults);
      var worker = new KindWorker(KIND, site.site(), journal, means, heard);
      on(
          lane,
          () -> {
            worker.digester(FakeHub.DIGESTER);
            worker.push(first(inOrder, FakeHub.DIGESTER.rootOf(KIND, wanted)));
          });
      assertThat(heard.answers).hasOnlyElementsOfType(Answer.Finished.class).hasSize(1);

      drift(site.services);
      on(lane, () -> worker.audit(1, true));
      wanted.forEach((key, value) ->
          assertThat(heard.observed.getFirst().get(key))
              .as("%s as the audit saw it", key)
              .isNotEqualTo(FakeHub.DIGESTER.item(KIND, key, value)));

      on(lane, worker::enforce);
      assertThat(heard.answers).hasOnlyElementsOfType(Answer.Finished.class).hasSize(2);
      assertThat(site.read(wanted.keySet().toArray(ItemKey[]::new))).isEqualTo(wanted);
      on(lane, () -> worker.audit(2, true));
      assertThat(heard.observed.getLast()).isEqualTo(digests(wanted));
      assertThat(faults.all()).isEmpty();
    }
  }

  private static void on(Lane lane, Runnable task) throws Exception {
    CompletableFuture.runAsync(task, lane).get(30, TimeUnit.SECONDS);
  }

  private static PushOrder first(SortedMap<ItemKey, Payload> inOrder, Digest root) {
    var items = new ArrayList<PushOrder.Entry>();
    inOrder.forEach((key, value) -> items.add(new PushOrder.Entry(key, value)));
    return new PushOrder(
        1,
        new Lineage(1, "hub"),
        Revision.NONE,
        new Revision(17),
        true,
        false,
        root,
        items,
        List.of());
  }

  private static SortedMap<ItemKey, Digest> digests(SortedMap<ItemKey, Payload> values) {
    var digests = new TreeMap<ItemKey, Digest>();
    values.forEach((key, value) -> digests.put(key, FakeHub.DIGESTER.item(KIND, key, value)));
    return digests;
  }

  /** Somebody at the site changes all of it, past the agent. */
  private static void drift(FakeServices services) {
    services.row("idns").put("nameservers", "198.51.100.53");
    services.row("intp").put("ntpservers", "");
    services.row("remotelogging").put("port", 515L);
    services.row("ptp").put("transport", "l2");
    services.row("iuser").put("passwd_hash", "$6$somebody");
    services.distrustAll();
    services.fernetKeys(List.of());
    services.<Object>tuning(tuning -> {
      tuning.instances.values().forEach(instance -> instance.hosts.clear());
      tuning.parameters.values().forEach(row -> row.put("value", "9"));
      return tuning;
    });
  }
}
