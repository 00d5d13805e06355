/** The agent: the process that runs at each subcloud and dials in to its hub. */
@NullMarked
package io.murmuration.agent;

import org.jspecify.annotations.NullMarked;
