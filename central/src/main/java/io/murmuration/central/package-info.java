/** The system controller: the process a hub runs, wired together from its features. */
@NullMarked
package io.murmuration.central;

import org.jspecify.annotations.NullMarked;
