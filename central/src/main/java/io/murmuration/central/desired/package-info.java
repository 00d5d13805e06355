/**
 * {@code /v1.0/desired}: what the operator wants at the sites, declared for the fleet, a group or a
 * subcloud, from JSON or YAML; with difference, history and rollback.
 *
 * <p>A declaration is one new revision whatever the size of the fleet: one statement for the order
 * of changes, one for items and head, one for the audit trail. Nothing here waits for a site.
 */
@NullMarked
package io.murmuration.central.desired;

import org.jspecify.annotations.NullMarked;
