package io.murmuration.sync.sim;

import io.murmuration.sync.model.Kind;
import java.util.List;

/** The kinds that the simulated fleet serves. */
final class Kinds {
  static final List<Kind> ALL = List.of(Kind.PLATFORM, Kind.IDENTITY);

  private Kinds() {}
}
