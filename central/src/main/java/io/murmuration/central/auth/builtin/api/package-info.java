/**
 * The built-in identity service's HTTP side: {@code IdentityServer} listens, {@code KeystoneApi}
 * decides, {@code AuthDocument} reads log-ins, {@code TokenDocument}, {@code Catalog} and {@code
 * Discovery} are what Keystone's clients read (Identity API v3).
 */
@NullMarked
package io.murmuration.central.auth.builtin.api;

import org.jspecify.annotations.NullMarked;
