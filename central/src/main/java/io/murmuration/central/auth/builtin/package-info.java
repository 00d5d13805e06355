/**
 * The built-in identity service for hubs without a Keystone: a small, faithful subset of Keystone's
 * v3 API. Users come from a file ({@code Users}), passwords are bcrypt ({@code PasswordCheck}),
 * tokens are random and their hashes lie in the database, so that every node knows them ({@code
 * Tokens}). {@code KeystoneApi} says what each request is answered, without HTTP; {@code
 * IdentityServer} is the listener.
 */
@NullMarked
package io.murmuration.central.auth.builtin;

import org.jspecify.annotations.NullMarked;
