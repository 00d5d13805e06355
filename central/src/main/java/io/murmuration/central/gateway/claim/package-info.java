/**
 * Who may have a stream: admission, the claim in the database (many in one transaction), and what a
 * node remembers of both.
 */
@NullMarked
package io.murmuration.central.gateway.claim;

import org.jspecify.annotations.NullMarked;
