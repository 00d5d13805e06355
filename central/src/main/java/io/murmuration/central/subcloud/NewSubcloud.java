package io.murmuration.central.subcloud;

import io.murmuration.central.subcloud.bootstrap.SitePlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud that is about to be added.
 *
 * @param dataInstall JSON text, secrets masked; null without install values
 * @param rehomeData JSON text, without any secret; null but for a secondary subcloud
 * @param documents what is kept for later phases, by name; with secrets
 */
record NewSubcloud(
    SitePlan plan,
    String softwareVersion,
    String deployStatus,
    String regionName,
    int groupId,
    @Nullable String dataInstall,
    @Nullable String rehomeData,
    Map<String, byte[]> documents) {
  NewSubcloud {
    documents = Map.copyOf(documents);
  }

  /** Neither documents nor values. */
  @Override
  public String toString() {
    return "NewSubcloud[" + plan.name() + "]";
  }
}
