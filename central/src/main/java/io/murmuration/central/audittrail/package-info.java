/**
 * The audit trail for those who may read it. Writing it is part of each change ({@link
 * io.murmuration.central.store.AuditTrail}). Read in this order: {@link
 * io.murmuration.central.audittrail.AuditTrailRoutes}, {@link
 * io.murmuration.central.audittrail.AuditQuery}, {@link
 * io.murmuration.central.audittrail.AuditTrailRepository}.
 */
@NullMarked
package io.murmuration.central.audittrail;

import org.jspecify.annotations.NullMarked;
