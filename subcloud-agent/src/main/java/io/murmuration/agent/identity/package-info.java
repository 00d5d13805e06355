/** Who the agent is: its key, its certificate and the hubs it trusts; enrolment and renewal. */
@NullMarked
package io.murmuration.agent.identity;

import org.jspecify.annotations.NullMarked;
