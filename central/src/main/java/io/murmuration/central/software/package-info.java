/**
 * What the system controller has deployed, as the endpoint audits of all sites compare with it. One
 * node asks the system controller's own services ({@link
 * io.murmuration.central.software.ReferencePoll}) and stores what changed as one row under a
 * revision; every node reads it ({@link io.murmuration.central.software.ReferenceBoard}) and hands
 * it to its sessions.
 */
@NullMarked
package io.murmuration.central.software;

import org.jspecify.annotations.NullMarked;
