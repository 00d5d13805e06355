/** What is at a site, and what it says of itself. */
@NullMarked
package io.murmuration.sync.sim.site;

import org.jspecify.annotations.NullMarked;
