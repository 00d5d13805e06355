/**
 * Files of releases, kept once per content: {@code sha256/ab/abcd…} holds exactly the bytes of that
 * digest or does not exist; {@code incoming/} holds what is being written; {@code hub} says whose
 * it is. All nodes see the same directory. What is in it means nothing without a row that names it.
 */
@NullMarked
package io.murmuration.central.release.vault;

import org.jspecify.annotations.NullMarked;
