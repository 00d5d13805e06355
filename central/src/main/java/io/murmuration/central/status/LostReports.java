package io.murmuration.central.status;

import io.murmuration.sync.model.SubcloudId;
import java.util.Set;

/**
 * Hears of reports that lost to somebody newer: another session of the subcloud, or a decision of
 * an operator that the session did not know, its deletion too. Called by the writer's thread after
 * the commit.
 */
@FunctionalInterface
public interface LostReports {
  void lost(Set<SubcloudId> subclouds);
}
