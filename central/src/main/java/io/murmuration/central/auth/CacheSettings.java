package io.murmuration.central.auth;

import java.time.Duration;

/**
 * How long an identity service's word counts.
 *
 * @param tokens most of them remembered, the good ones and the bad ones each
 * @param recheckAfter a good token is asked about again when the last answer is older: the time
 *     after which a revoked one is refused
 * @param unknownFor a bad token is not asked about again for this long
 */
public record CacheSettings(int tokens, Duration recheckAfter, Duration unknownFor) {}
