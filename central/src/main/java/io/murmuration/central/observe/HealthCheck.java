package io.murmuration.central.observe;

import java.util.LinkedHashMap;
import java.util.Map;

/** A port to one thing that a node needs in order to work. */
public interface HealthCheck {
  /** Key in the health document, e.g. {@code database}. */
  String name();

  /** May block for a second or so, on a virtual thread; throwing counts as not healthy. */
  Facts check();

  /**
   * @param healthy false makes the whole node 503
   * @param facts names and values as JSON shows them; public, so nothing secret
   */
  record Facts(boolean healthy, Map<String, Object> facts) {
    public Facts {
      facts = new LinkedHashMap<>(facts);
    }
  }
}
