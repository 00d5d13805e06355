package io.murmuration.central.recovery;

import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.observe.HealthCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the hub is held. A held hub is healthy as far as balancers are concerned: it serves, and
 * whoever recovers it needs it.
 */
public final class RecoveryHealth implements HealthCheck {
  private final Supplier<HubSnapshot> image;

  /**
   * @param image the newest
   */
  public RecoveryHealth(Supplier<HubSnapshot> image) {
    this.image = image;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Facts check() {
    var hub = image.get();
    var hold = hub.hold();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("hub_epoch", hub.epochs().epoch());
    facts.put("held", hold != null);
    if (hold != null) {
      facts.put("why", hold);
    }
    return new Facts(true, facts);
  }
}
