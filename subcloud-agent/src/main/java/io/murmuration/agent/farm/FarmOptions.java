package io.murmuration.agent.farm;

import io.murmuration.agent.session.SessionPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;

/**
 * What a farm is made of.
 *
 * @param data one directory per agent below it
 * @param enrolmentAddress host:port
 * @param hubAddresses to dial instead of those the enrolment gives; empty: those
 * @param trust what to trust before enrolment
 * @param types what each site supports of kind platform
 * @param clock tells when artefacts were used
 * @param enrolments and {@code dials}: so many at once
 */
public record FarmOptions(
    Path data,
    String enrolmentAddress,
    List<String> hubAddresses,
    List<X509Certificate> trust,
    SortedSet<String> types,
    int enrolments,
    int dials,
    SessionPolicy session,
    InstantSource clock) {}
