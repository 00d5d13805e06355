/**
 * How a site's agent comes to a certificate, and how it loses it.
 *
 * <ul>
 *   <li>An operator orders one-time tokens: {@code TokenRoutes} → {@code TokenService} → {@code
 *       TokenRules} → {@code TokenRepository}.
 *   <li>An agent redeems one ({@code Enroller}, {@code EnrolRules}) or renews ({@code Renewer},
 *       {@code RenewRules}); both work on batches, over {@code CertificateRepository}. The gRPC
 *       listener is the package {@code listener}.
 *   <li>{@code Revocations} withdraws everything a subcloud has, for re-enrolment, for {@code
 *       DELETE /v1.0/enrolments} and for the subcloud's deletion.
 * </ul>
 *
 * <p>Order of locks: subcloud rows by id, then tokens, {@code agent_session}, {@code enrolment},
 * {@code agent_certificate}, {@code subcloud_status}, and {@code hub} last.
 */
@NullMarked
package io.murmuration.central.enrolment;

import org.jspecify.annotations.NullMarked;
