/**
 * Who may call: tokens in a file, always on. Other identity services (Keystone, OIDC) come in as
 * further {@link io.murmuration.central.api.Identities}. Only hashes are kept; a token itself is
 * shown once, to the operator who starts the first node.
 */
@NullMarked
package io.murmuration.central.auth;

import org.jspecify.annotations.NullMarked;
