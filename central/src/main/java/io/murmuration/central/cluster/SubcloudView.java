package io.murmuration.central.cluster;

import io.murmuration.sync.model.SubcloudId;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud's row as of the image's revision.
 *
 * @param group row id of its group
 * @param generation grows with each decision of an operator about this subcloud
 * @param hold why nothing may be pushed although it is managed, or null
 * @param deployStatus in the contract's words
 */
public record SubcloudView(
    SubcloudId id,
    String name,
    long group,
    long generation,
    boolean managed,
    @Nullable String hold,
    String deployStatus) {}
