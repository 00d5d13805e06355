package io.murmuration.central.subcloud;

import io.murmuration.central.api.ResourceRef;

/**
 * Which subcloud is meant.
 *
 * @param byRegion a text means the region name instead of the name; an id stays an id
 */
record Lookup(ResourceRef ref, boolean byRegion) {
  static Lookup byName(String text) {
    return new Lookup(ResourceRef.of(text), false);
  }

  /** The subcloud of exactly this name, even if it looks like an id. */
  static Lookup named(String name) {
    return new Lookup(ResourceRef.named(name), false);
  }

  /** The subcloud of exactly this region, even if it looks like an id. */
  static Lookup ofRegion(String region) {
    return new Lookup(ResourceRef.named(region), true);
  }

  /** How certificate monitors and peer system controllers ask (contract, region-name lookup). */
  static Lookup byRegion(String text) {
    return new Lookup(ResourceRef.of(text), true);
  }
}
