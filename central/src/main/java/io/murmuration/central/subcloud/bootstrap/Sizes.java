package io.murmuration.central.subcloud.bootstrap;

/** The fewest addresses that a site's network and its range may have. */
record Sizes(int subnet, int range) {
  static final Sizes SIMPLEX = new Sizes(4, 1);
  static final Sizes MORE_NODES = new Sizes(8, 3);
}
