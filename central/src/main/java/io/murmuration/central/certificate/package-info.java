/**
 * The hub's keys and certificates: what must be secret or signed, and only that.
 *
 * <ul>
 *   <li>{@code MasterKey} (a file outside the database) opens what {@code Sealer} sealed; {@code
 *       SealedKeys} keeps the sealed keys that all nodes share in PostgreSQL.
 *   <li>{@code HubCa} signs agents' and nodes' certificates; {@code CertificateRequest} is the
 *       strict way in, {@code AgentIdentity} the strict way back from a certificate to a subcloud.
 *   <li>{@code HubTls} makes the TLS contexts of the listeners from {@code ServerIdentity} and
 *       {@code AgentTrust}.
 *   <li>{@code AdminRoots} are the roots of the sites' admin endpoints, which sign one intermediate
 *       CA for each subcloud.
 *   <li>{@code FleetKeys} holds the key of the fleet's digests.
 * </ul>
 *
 * <p>Which serials are revoked is a fact of the database: see package {@code enrolment}.
 */
@NullMarked
package io.murmuration.central.certificate;

import org.jspecify.annotations.NullMarked;
