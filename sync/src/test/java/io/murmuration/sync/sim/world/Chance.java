package io.murmuration.sync.sim.world;

import java.util.SplittableRandom;

/** One source of chance per concern, so that a new fault does not shift the load of an old seed. */
public record Chance(SplittableRandom random) {
  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  public boolean percent(double percent) {
    return random.nextDouble() * 100 < percent;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public long millis(int from, int to) {
    return random.nextInt(from, to) * World.MILLI;
  }

  public long seconds(int from, int to) {
    return millis(from * 1000, to * 1000);
  }

  public Chance split() {
    return new Chance(random.split());
  }
}
