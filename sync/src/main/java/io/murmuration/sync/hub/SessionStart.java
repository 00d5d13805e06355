package io.murmuration.sync.hub;

import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A stream whose claim is committed.
 *
 * @param group id of the subcloud's group
 * @param inputs with {@code online} as Hello's verdict says
 * @param verdict why the site is not up, when {@code inputs.online} is false
 * @param holdings as Hello said, for the kinds the agent serves
 * @param ancestor whether Hello's lineage is known here
 */
public record SessionStart(
    SubcloudId id,
    SessionEpoch epoch,
    long group,
    Inputs inputs,
    String verdict,
    Map<Kind, Holding> holdings,
    boolean ancestor) {

  public SessionStart {
    var ordered = new EnumMap<Kind, Holding>(Kind.class);
    ordered.putAll(holdings);
    holdings = Collections.unmodifiableMap(ordered);
  }
}
