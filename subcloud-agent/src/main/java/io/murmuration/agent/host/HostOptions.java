package io.murmuration.agent.host;

import io.murmuration.agent.release.ReleaseSettings;
import io.murmuration.agent.session.SessionPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the agents of a host have in common.
 *
 * @param data one directory per site below it
 * @param enrolmentAddress host:port
 * @param hubAddresses to dial instead of those the enrolment gives; empty: those
 * @param trust what to trust before enrolment
 * @param enrolments and {@code dials}: so many at once
 * @param calls of one site at once
 * @param releases of one site
 */
public record HostOptions(
    Path data,
    String enrolmentAddress,
    List<String> hubAddresses,
    List<X509Certificate> trust,
    int enrolments,
    int dials,
    int calls,
    SessionPolicy session,
    ReleaseSettings releases,
    String version) {
  public HostOptions {
    hubAddresses = List.copyOf(hubAddresses);
    trust = List.copyOf(trust);
  }
}
