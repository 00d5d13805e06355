/**
 * Kind {@code platform}, as far as the system controller's own sysinv decides it: CAs, the password
 * of the user sysadmin, fernet keys.
 *
 * <p>{@code PlatformSource} asks a {@code ControllerPlatform} again and again at one node, and
 * hands on what it says as a snapshot of the fleet. {@code FernetDuty} has the fernet keys rotated
 * on schedule: an {@code intent} first, then the command, then the new keys are read like any
 * others.
 */
@NullMarked
package io.murmuration.central.platform;

import org.jspecify.annotations.NullMarked;
