/** Fixtures: a certificate authority and a hub to talk to. */
@NullMarked
package io.murmuration.agent.testing;

import org.jspecify.annotations.NullMarked;
