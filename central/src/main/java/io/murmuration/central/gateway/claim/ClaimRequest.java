package io.murmuration.central.gateway.claim;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.util.UUID;

/**
 * What an agent says and proves when it asks for its stream to be the subcloud's.
 *
 * @param identity from its certificate
 * @param journal names the agent's journal
 * @param dial grows with each dial of the journal
 * @param verdict the site's first
 */
public record ClaimRequest(
    AgentIdentity identity, UUID journal, long dial, String agentVersion, SiteVerdict verdict) {
  public SubcloudId id() {
    return identity.subcloud();
  }
}
