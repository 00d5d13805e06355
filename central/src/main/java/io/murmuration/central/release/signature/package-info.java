/**
 * What a release's files say about themselves, and who signed that.
 *
 * <p>A USM patch ({@code *.patch}) is a gzipped tar archive of {@code metadata.tar}, {@code
 * software.tar}, maybe {@code semantics.tar}, {@code extra.tar} and four scripts, {@code signature}
 * (a check sum) and {@code signature.v2}: RSA over the SHA-256 of those members, one after the
 * other in a fixed order, PSS or, from older tools, PKCS #1 v1.5 (fact: the update tools of
 * StarlingX, {@code release_verify} and {@code release_data}). An installation image ({@code
 * *.iso}) has the same kind of signature beside it, in {@code *.sig}.
 */
@NullMarked
package io.murmuration.central.release.signature;

import org.jspecify.annotations.NullMarked;
