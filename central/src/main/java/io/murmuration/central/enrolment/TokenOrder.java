package io.murmuration.central.enrolment;

import io.murmuration.central.api.request.Target;
import java.time.Duration;

/** What an operator orders: tokens for whom, valid for how long. */
record TokenOrder(Target target, Duration validFor) {}
