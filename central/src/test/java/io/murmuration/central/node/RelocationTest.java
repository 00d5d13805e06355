package io.murmuration.central.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.central.gateway.intake.Intake;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RelocationTest {
  private static final UUID A = new UUID(0, 1);
  private static final NodeSettings SETTINGS =
      new NodeSettings("a:1", "1", 12_000, 200, Duration.ofMinutes(1), Duration.ofSeconds(5));

  private final Intake intake = new Intake(System::nanoTime);
  private final List<Farewell> said = new ArrayList<>();
  private final FakeDuties duties = new FakeDuties();
  private final AtomicInteger agesKept = new AtomicInteger();
  private Optional<Nodes> board = Optional.empty();
  private int streams = 1_000;
  private final Relocation node =
      new Relocation(
          SETTINGS, A, () -> board, new FakeStreams(), duties, agesKept::incrementAndGet);

  private final class FakeStreams implements Relocation.Streams {
    @Override
    public Intake intake() {
      return intake;
    }

    @Override
    public int count() {
      return streams;
    }

    @Override
    public void sendAway(int most, Supplier<Farewell> words) {
      for (int i = 0; i < most && streams > 0; i++) {
        said.add(words.get());
        intake.left(new SubcloudId(streams--));
      }
    }
  }

  private static final class FakeDuties implements Relocation.Duties {
    private boolean abstains;

    @Override
    public void abstain() {
      abstains = true;
    }

    @Override
    public void resume() {
      abstains = false;
    }
  }

  private static Node node(String name, int streams, boolean drained, Duration runs) {
    return new Node(
        name.equals("a") ? A : new UUID(1, name.hashCode()),
        name,
        new NodeReport(name + ":1", "1", NodeState.SERVING, streams, 12_000, 0, 0, ""),
        Instant.EPOCH,
        runs,
        Duration.ofSeconds(1),
        true,
        drained ? Optional.of(new Node.Drain(Instant.EPOCH, "alice")) : Optional.empty());
  }

  private void see(Node... nodes) {
    board = Optional.of(new Nodes(List.of(nodes)));
  }

  private static Node settled(String name, int streams) {
    return node(name, streams, false, Duration.ofHours(1));
  }

  private static Node drained(String name, int streams) {
    return node(name, streams, true, Duration.ofHours(1));
  }

  @Test
  void drainIsPacedAndSpreadOverTheOthers() {
    see(drained("a", 1_000), settled("b", 100), settled("c", 300));
    node.tick();
    assertThat(said).hasSize(50);
    assertThat(node.state()).isEqualTo(NodeState.DRAINING);
    for (int i = 0; i < 40; i++) {
      node.tick();
    }
    assertThat(streams).isZero();
    assertThat(node.state()).isEqualTo(NodeState.DRAINED);
    assertThat(said)
        .allSatisfy(words -> {
          assertThat(words.reason()).isEqualTo(GoAway.Reason.DRAINING);
          assertThat(words.places()).containsExactlyInAnyOrder("b:1", "c:1");
        });
    // 100 + 600 and 300 + 400
    assertThat(said.stream().filter(words -> words.places().getFirst().equals("b:1")).count())
        .isBetween(599L, 601L);
    assertThat(node.report().sentAway()).isEqualTo(1_000);
    assertThat(duties.abstains).isTrue();
    assertThat(agesKept).hasValue(1);
    assertThat(intake.refusal(new SubcloudId(1))).isPresent();
  }

  @Test
  void drainWaitsWhileNobodyElseTakesAgents() {
    see(drained("a", 1_000), drained("b", 0));
    node.tick();
    assertThat(said).isEmpty();
    assertThat(node.report().waitsFor()).isEqualTo("no other node takes agents");
    assertThat(intake.refusal(new SubcloudId(1))).isEmpty();
    assertThat(duties.abstains).isFalse();
  }

  @Test
  void drainStopsWhenTheAgentsComeBackBecauseTheyFindNoOtherNode() {
    see(drained("a", 1_000), settled("b", 0));
    node.tick();
    for (int id = 5_000; id < 5_012; id++) {
      while (intake.refusal(new SubcloudId(id)).isPresent()) {
        assertThat(intake.isClosed()).isTrue();
      }
    }
    int before = said.size();
    node.tick();
    assertThat(said).hasSize(before);
    assertThat(node.report().returned()).isEqualTo(12);
    assertThat(node.report().waitsFor()).contains("12 agents have come back");
  }

  @Test
  void nothingMovesWhileTheDatabaseIsAway() {
    see(drained("a", 1_000), settled("b", 0));
    node.tick();
    int before = said.size();
    board = Optional.empty();
    node.tick();
    assertThat(said).hasSize(before);
  }

  @Test
  void resumedItTakesAgentsAndDutiesAgain() {
    see(drained("a", 1_000), settled("b", 0));
    node.tick();
    see(settled("a", 950), settled("b", 50));
    node.tick();
    assertThat(intake.isClosed()).isFalse();
    assertThat(duties.abstains).isFalse();
    assertThat(node.state()).isEqualTo(NodeState.SERVING);
  }

  @Test
  void nodeWithClearlyMoreThanItsShareGivesSomeToTheOnesWithFewer() {
    see(settled("a", 1_000), settled("b", 1_000), settled("c", 0));
    node.tick();
    node.tick();
    node.tick();
    // a quarter of what is too much: (1,000 - 667) / 4, once per look
    assertThat(said).hasSize(84);
    assertThat(said)
        .allSatisfy(words -> {
          assertThat(words.reason()).isEqualTo(GoAway.Reason.MOVED);
          assertThat(words.places()).startsWith("c:1");
        });
  }

  @Test
  void streamsStayWhileANodeHasJustStartedOrIsDrained() {
    see(settled("a", 1_000), node("b", 0, false, Duration.ofSeconds(59)));
    node.tick();
    see(settled("a", 1_000), drained("b", 0), settled("c", 0));
    node.tick();
    assertThat(said).isEmpty();
  }

  @Test
  void nodeThatStopsSendsEverybodyAwayAndTakesNobody() {
    see(settled("a", 1_000), settled("b", 0));
    node.stopping();
    assertThat(node.leave()).isTrue();
    assertThat(node.leaveMore(600)).isFalse();
    assertThat(node.leaveMore(600)).isTrue();
    assertThat(node.state()).isEqualTo(NodeState.STOPPING);
    assertThat(intake.refusal(new SubcloudId(1))).isPresent();
  }

  @Test
  void nodeThatIsAloneJustStops() {
    see(settled("a", 1_000));
    node.stopping();
    assertThat(node.leave()).isFalse();
    assertThat(said).isEmpty();
  }
}
