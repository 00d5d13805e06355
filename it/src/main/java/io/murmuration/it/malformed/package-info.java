/**
 * Many requests that are wrong in one thing each, made from valid ones by chance with a seed: a hub
 * refuses every one of them and stores nothing.
 */
@NullMarked
package io.murmuration.it.malformed;

import org.jspecify.annotations.NullMarked;
