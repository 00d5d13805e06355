/**
 * What both ends must compute alike: one spelling of every JSON value, keyed digests over it, and
 * the cut of a long push into frames.
 *
 * <p>Read {@link io.murmuration.proto.canonical.CanonicalJson}, then {@link
 * io.murmuration.proto.canonical.CanonicalDigest}, then {@link
 * io.murmuration.proto.canonical.PushParts}.
 */
@NullMarked
package io.murmuration.proto.canonical;

import org.jspecify.annotations.NullMarked;
