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

  /** How certificate monitors and peer system controllers ask (contract, region-name lookup). */
  static Lookup byRegion(String text) {
    return new Lookup(ResourceRef.of(text), true);
  }
}
