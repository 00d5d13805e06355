package io.murmuration.central.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceTest {
  private static final int MOST = 400;

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # moving, mine, other, third, given
          false, 1000, 1000, 1000,    0
          false, 1100,  900, 1000,    0
          false, 1500, 1500,    0,  125
          false, 3000,    0,    0,  400
          true,  1100,  950,  950,   25
          true,  1040, 1000,  960,    0
          false,   30,    0,    0,    5
          false,    8,    0,    0,    0
          false,  100,    0,    0,   17
          false,    0, 3000,    0,    0
          """)
  void onlyWhoHasClearlyTooManyGivesAPartOfIt(
      boolean moving, int mine, int other, int third, int given) {
    assertThat(Balance.surplus(moving, mine, List.of(other, third), MOST)).isEqualTo(given);
  }

  @Test
  void nodeAloneGivesNothing() {
    assertThat(Balance.surplus(false, 5_000, List.of(), MOST)).isZero();
  }

  /**
   * Nodes that see each other's numbers up to two looks late. Each stream moves about once, nobody
   * who was short ends beyond its share, and then there is peace although agents come and go.
   */
  @Test
  void streamsAreEvenedOutWithoutPingPong() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      int nodes = random.nextInt(2, 7);
      var world = new World(random, nodes);
      world.look(120);
      int moved = world.moved;
      assertThat(world.streams)
          .as("seed %d", seed)
          .allSatisfy(
              streams -> assertThat((double) streams).isLessThanOrEqualTo(world.share() * 1.2 + 5));
      assertThat(moved).as("seed %d", seed).isLessThanOrEqualTo(world.missingAtFirst);
      for (int i = 0; i < 50; i++) {
        world.churn();
        world.look(1);
      }
      assertThat(world.moved).as("seed %d: peace", seed).isEqualTo(moved);
    }
  }

  private static final class World {
    private final SplittableRandom random;
    private final List<Integer> streams = new ArrayList<>();
    private final List<List<Integer>> seen = new ArrayList<>();
    private final boolean[] moving;
    private final int missingAtFirst;
    private int moved;

    World(SplittableRandom random, int nodes) {
      this.random = random;
      this.moving = new boolean[nodes];
      IntStream.range(0, nodes)
          .forEach(_ -> streams.add(random.nextBoolean() ? 0 : random.nextInt(4_000)));
      long share = share();
      missingAtFirst = streams.stream().mapToInt(s -> (int) Math.max(0, share - s)).sum() + 20;
    }

    long share() {
      return Math.ceilDiv(streams.stream().mapToInt(s -> s).sum(), streams.size());
    }

    void look(int times) {
      for (int time = 0; time < times; time++) {
        seen.add(List.copyOf(streams));
        for (int node = 0; node < streams.size(); node++) {
          give(node);
        }
      }
    }

    private void give(int node) {
      var others = new ArrayList<Integer>();
      for (int other = 0; other < streams.size(); other++) {
        if (other != node) {
          int late = Math.max(0, seen.size() - 1 - random.nextInt(3));
          others.add(seen.get(late).get(other));
        }
      }
      int given = Balance.surplus(moving[node], streams.get(node), others, MOST);
      moving[node] = given > 0;
      // as Placement: one by one to whoever has the fewest by what is known
      var known = new ArrayList<>(seen.getLast());
      for (int i = 0; i < given; i++) {
        int to = -1;
        for (int other = 0; other < known.size(); other++) {
          if (other != node && (to < 0 || known.get(other) < known.get(to))) {
            to = other;
          }
        }
        known.set(to, known.get(to) + 1);
        streams.set(to, streams.get(to) + 1);
        streams.set(node, streams.get(node) - 1);
        moved++;
      }
    }

    /** One in a hundred agents dials somewhere else. */
    void churn() {
      for (int i = 0; i < share() / 100; i++) {
        int from = random.nextInt(streams.size());
        int to = random.nextInt(streams.size());
        if (streams.get(from) > 0) {
          streams.set(from, streams.get(from) - 1);
          streams.set(to, streams.get(to) + 1);
        }
      }
    }
  }
}
