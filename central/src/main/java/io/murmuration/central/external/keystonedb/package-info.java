/**
 * The central Keystone's own database, read over JDBC with credentials that need no more than
 * SELECT.
 */
@NullMarked
package io.murmuration.central.external.keystonedb;

import org.jspecify.annotations.NullMarked;
