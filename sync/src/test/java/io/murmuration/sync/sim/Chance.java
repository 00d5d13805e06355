package io.murmuration.sync.sim;

import java.util.SplittableRandom;

/** One source of chance per concern, so that a new fault does not shift the load of an old seed. */
record Chance(SplittableRandom random) {
  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  boolean percent(double percent) {
    return random.nextDouble() * 100 < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long millis(int from, int to) {
    return random.nextInt(from, to) * World.MILLI;
  }

  long seconds(int from, int to) {
    return millis(from * 1000, to * 1000);
  }

  Chance split() {
    return new Chance(random.split());
  }
}
