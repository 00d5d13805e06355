package io.murmuration.central.release.delivery;

import io.murmuration.central.api.request.Target;
import java.time.Duration;

/**
 * To whom a release is to be brought.
 *
 * @param startWithin a site that has not begun by then gets it no more
 */
record DeliveryOrder(Target target, Duration startWithin) {}
