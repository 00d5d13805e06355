/**
 * What every feature that writes needs from the database: the hub's order of changes ({@link
 * io.murmuration.central.store.Changes}), the audit trail ({@link
 * io.murmuration.central.store.AuditTrail}), and a commit whose outcome is always known or openly
 * unknown ({@link io.murmuration.central.store.Commits}).
 */
@NullMarked
package io.murmuration.central.store;

import org.jspecify.annotations.NullMarked;
