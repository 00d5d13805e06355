package io.murmuration.sync.endpoint;

import io.murmuration.sync.model.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which endpoint types are audited and not pushed to. */
public final class Endpoints {
  /** In the order of {@link Kind}. */
  public static final Set<Kind> AUDITED =
      Collections.unmodifiableSet(
          EnumSet.of(Kind.FIRMWARE, Kind.KUBERNETES, Kind.KUBE_ROOTCA, Kind.SOFTWARE));

  private Endpoints() {}
}
