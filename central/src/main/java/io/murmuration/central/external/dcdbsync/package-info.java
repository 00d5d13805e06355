/**
 * The central Keystone's identities through dcdbsync, where its database is out of reach; what
 * dcdbsync has not comes from Keystone's own API (contract, dcdbsync).
 */
@NullMarked
package io.murmuration.central.external.dcdbsync;

import org.jspecify.annotations.NullMarked;
