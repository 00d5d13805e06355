package io.murmuration.central.release.fetch;

/** What all fetches of a node share. */
record FetchServices(
    FetchLimits limits,
    VerifiedFiles files,
    FetchGrants grants,
    Pace pace,
    FetchHandler.World world) {}
