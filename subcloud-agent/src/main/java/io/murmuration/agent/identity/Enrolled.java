package io.murmuration.agent.identity;

import io.murmuration.proto.EnrollReply;
import java.util.List;

/**
 * What an enrolment or a renewal gives, as text.
 *
 * @param hubAddresses host:port of the listeners "agents"
 */
record Enrolled(
    long subcloudId,
    String subcloudName,
    String certificatePem,
    String trustPem,
    List<String> hubAddresses) {
  Enrolled {
    hubAddresses = List.copyOf(hubAddresses);
  }

  static Enrolled of(EnrollReply reply) {
    return new Enrolled(
        reply.getSubcloudId(),
        reply.getSubcloudName(),
        reply.getCertificatePem(),
        reply.getTrustPem(),
        reply.getHubAddressesList());
  }

  /** With other hubs to trust. */
  Enrolled trust(String bundlePem) {
    return new Enrolled(subcloudId, subcloudName, certificatePem, bundlePem, hubAddresses);
  }
}
