/**
 * Callers with signed tokens of an OpenID provider (header {@code OIDC-Token}): {@code IssuerKeys}
 * finds the provider's keys and keeps them, {@code OidcIdentities} checks tokens and maps groups to
 * roles.
 */
@NullMarked
package io.murmuration.central.auth.oidc;

import org.jspecify.annotations.NullMarked;
