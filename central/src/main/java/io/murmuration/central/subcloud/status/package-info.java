/**
 * Why a subcloud has the statuses that it has, and since when: what an operator asks when a list
 * says {@code out-of-sync}. Read in this order: {@link
 * io.murmuration.central.subcloud.status.SubcloudStatusRoutes}, {@link
 * io.murmuration.central.subcloud.status.SubcloudFacts}, {@link
 * io.murmuration.central.subcloud.status.StatusRules}, {@link
 * io.murmuration.central.subcloud.status.StatusWords}.
 */
@NullMarked
package io.murmuration.central.subcloud.status;

import org.jspecify.annotations.NullMarked;
