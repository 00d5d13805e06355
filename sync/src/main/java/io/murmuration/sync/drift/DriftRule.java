package io.murmuration.sync.drift;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Scope;

/**
 * What one scope says about drift.
 *
 * @param type a resource type, or {@link #EVERY_TYPE} of the kind
 * @param source who says so, in words for an operator, such as {@code policy of group north}
 */
public record DriftRule(Scope scope, Kind kind, String type, DriftMode mode, String source) {
  public static final String EVERY_TYPE = "";
}
