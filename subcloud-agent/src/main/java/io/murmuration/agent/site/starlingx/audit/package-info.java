/**
 * What is audited at a StarlingX site and not pushed to: releases (USM), Kubernetes and firmware
 * (sysinv), alarms (FM). Paths and fields: contract, subcloud endpoints. One {@code *Reading} per
 * endpoint asks the services; the verdict is the rule's of the same name in {@code sync.endpoint}.
 *
 * <p>Start at {@link io.murmuration.agent.site.starlingx.audit.StarlingXAudits}.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.audit;

import org.jspecify.annotations.NullMarked;
