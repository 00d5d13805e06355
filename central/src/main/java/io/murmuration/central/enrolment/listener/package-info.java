/**
 * The gRPC side of enrolment: the listener, who may pass and how many at once. What is decided is
 * decided in {@code enrolment}.
 */
@NullMarked
package io.murmuration.central.enrolment.listener;

import org.jspecify.annotations.NullMarked;
