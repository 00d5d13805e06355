/**
 * Endpoints that are audited and not pushed to: firmware, kubernetes, kube-rootca and software. The
 * hub says what the system controller has ({@link io.murmuration.sync.endpoint.AuditReference}),
 * the agent reads what the site has and comes to a verdict by these rules. They change by
 * operations only. Pure.
 *
 * <p>Read {@link io.murmuration.sync.endpoint.AuditVerdict}, then one of the rules, such as {@link
 * io.murmuration.sync.endpoint.SoftwareRule}.
 */
@NullMarked
package io.murmuration.sync.endpoint;

import org.jspecify.annotations.NullMarked;
