/**
 * The contract's notifications: the platform's own services tell that an upgrade ended at the
 * system controller, and every subcloud is then compared with it anew. Read {@link
 * io.murmuration.central.notification.NotificationRoutes}, {@link
 * io.murmuration.central.notification.NotificationRules}, {@link
 * io.murmuration.central.notification.NotificationService}.
 */
@NullMarked
package io.murmuration.central.notification;

import org.jspecify.annotations.NullMarked;
