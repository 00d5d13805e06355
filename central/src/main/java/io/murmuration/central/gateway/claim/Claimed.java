package io.murmuration.central.gateway.claim;

import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;

/**
 * A committed claim.
 *
 * @param subcloud its row as the claim saw it
 * @param seq the hub's sequence as the claim saw it
 * @param hub the hub's present epoch
 * @param wasOnline whether the site was online until this claim
 * @param identitySynced whether an earlier session compared the subcloud's identity
 */
public record Claimed(
    SessionEpoch epoch,
    SubcloudView subcloud,
    Revision seq,
    Lineage hub,
    boolean wasOnline,
    boolean identitySynced) {}
