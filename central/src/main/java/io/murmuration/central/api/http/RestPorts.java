package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Identities;
import io.murmuration.central.observe.Faults;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server needs from the rest of the hub.
 *
 * @param failures turns an expected failure of something behind the hub (a database that is away)
 *     into an answer; empty means a fault
 * @param requestIds makes {@code req-<uuid>}
 */
public record RestPorts(
    Identities identities,
    Function<Throwable, Optional<ApiError>> failures,
    Faults faults,
    RestMetrics metrics,
    Supplier<String> requestIds) {}
