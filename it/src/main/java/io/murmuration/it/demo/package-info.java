/** The main job in one run, for a newcomer to watch; see {@code deploy/demo.sh}. */
@NullMarked
package io.murmuration.it.demo;

import org.jspecify.annotations.NullMarked;
