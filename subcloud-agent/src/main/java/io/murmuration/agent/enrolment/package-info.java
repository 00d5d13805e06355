/** Enrolment of many agents that run in one process. */
@NullMarked
package io.murmuration.agent.enrolment;

import org.jspecify.annotations.NullMarked;
