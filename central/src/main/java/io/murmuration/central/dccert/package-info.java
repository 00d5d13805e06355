/**
 * Kind {@code dc-cert}: the intermediate CAs that subclouds issue their admin endpoints'
 * certificates from.
 *
 * <ul>
 *   <li>{@code RenewalPlan} says who gets another one and when, {@code RootChange} how the fleet
 *       passes from one root to the next; both pure.
 *   <li>{@code DcCertDuty} carries it out at one node: asks an {@code Issuer}, and commits what it
 *       issued as items of the subclouds, many per transaction.
 *   <li>{@code OwnRootIssuer} signs with the hub's own root, {@code CertManagerIssuer} takes what
 *       cert-manager issues in the system controller's Kubernetes.
 * </ul>
 */
@NullMarked
package io.murmuration.central.dccert;

import org.jspecify.annotations.NullMarked;
