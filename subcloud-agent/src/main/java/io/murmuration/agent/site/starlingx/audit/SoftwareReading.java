package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.sync.endpoint.SoftwareRule;
import java.util.List;

/** Versions of the releases that USM has deployed at the site. */
final class SoftwareReading {
  private static final String RELEASES = "/v1/release";

  private SoftwareReading() {}

  static List<String> deployed(SiteServices services) throws UnreadException {
    return Answers.rows(services.usm(RELEASES), Row.LIST).stream()
        .filter(release -> release.text("state").equals("deployed"))
        .map(
            release -> SoftwareRule.version(release.text("sw_version"), release.text("release_id")))
        .toList();
  }
}
