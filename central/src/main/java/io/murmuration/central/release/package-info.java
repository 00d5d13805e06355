/**
 * Software that is kept at the centre and brought to the sites. Bytes lie in {@code vault}; who
 * vouches for them is found out by {@code signature}; {@code registry} has a row for each release,
 * {@code delivery} one for each site that is to get it; sites come for the bytes to {@code fetch}.
 */
@NullMarked
package io.murmuration.central.release;

import org.jspecify.annotations.NullMarked;
