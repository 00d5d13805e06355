package io.murmuration.central.node;

import java.util.List;

/**
 * How many streams a node gives away so that all have about as many. Pure.
 *
 * <p>It begins when a node has clearly more than its share and ends a little above the share, so
 * that a few agents that come or go start nothing. At most a quarter of what is too much goes at
 * once: the others' numbers are up to one look old, and what was sent by the last look may not be
 * in them yet. So no node that was short is ever filled beyond its share by it.
 */
final class Balance {
  private static final double BEGIN = 1.2;
  private static final double END = 1.05;

  /** Shares so small that percents say nothing. */
  private static final int SLACK = 5;

  private static final int PART = 4;

  private Balance() {}

  /**
   * @param moving whether this node gave some away by the last look
   * @param mine streams of this node
   * @param others streams of the other nodes; all of them take agents
   * @param most that may go until the next look
   * @return 0 if nothing is to be done
   */
  static int surplus(boolean moving, int mine, List<Integer> others, int most) {
    long all = mine;
    long missing = 0;
    for (int streams : others) {
      all += streams;
    }
    long share = Math.ceilDiv(all, others.size() + 1);
    for (int streams : others) {
      missing += Math.max(0, share - streams);
    }
    double limit = moving ? share * END + SLACK / (double) PART : share * BEGIN + SLACK;
    if (mine <= limit || missing == 0) {
      return 0;
    }
    return (int) Math.min(most, Math.ceilDiv(mine - share, (long) PART));
  }
}
