/**
 * Bounded, authenticated calls of a site's REST services, so that a slow or broken service costs
 * the agent a known time and an operator reads why.
 *
 * <p>{@link io.murmuration.agent.site.starlingx.client.Sysinv} is what appliers call; below it lie
 * the token ({@code KeystoneTokens}) and the limits of each call ({@code GuardedHttp}).
 */
@NullMarked
package io.murmuration.agent.site.starlingx.client;

import org.jspecify.annotations.NullMarked;
