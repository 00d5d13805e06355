/**
 * Alarms: those that a site's fault manager holds, and those that the hub itself raises about a
 * subcloud. Pure values and rules; who stores and shows them is elsewhere.
 */
@NullMarked
package io.murmuration.sync.alarm;

import org.jspecify.annotations.NullMarked;
