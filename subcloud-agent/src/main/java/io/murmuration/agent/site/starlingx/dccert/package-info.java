/**
 * Kind {@code dc-cert}: the certificate of the site's admin endpoint. {@code DcCertSite} gives the
 * site the intermediate CA that the hub issued for it ({@code IntermediateCa}); the site's own
 * certificate manager issues the endpoint's certificate from that. What counts as done is what
 * {@code AdminEndpoint} sees: a certificate of that CA in a TLS handshake.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.dccert;

import org.jspecify.annotations.NullMarked;
