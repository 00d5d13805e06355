package io.murmuration.central.release.delivery;

import java.time.Duration;
import java.util.List;

/**
 * To whom a release is to be brought.
 *
 * @param startWithin a site that has not begun by then gets it no more
 */
record DeliveryOrder(Target target, Duration startWithin) {

  /** Subclouds by id or name, or all of a group as it is now. */
  sealed interface Target {
    record Subclouds(List<String> refs) implements Target {
      public Subclouds {
        refs = List.copyOf(refs);
      }
    }

    record Group(String ref) implements Target {}
  }
}
