/**
 * The port to what an agent keeps in order: the services of one site.
 *
 * <p>Implement {@link io.murmuration.agent.site.Site} to serve another kind of site, and {@link
 * io.murmuration.agent.site.EndpointAudits} for what is only looked at there.
 */
@NullMarked
package io.murmuration.agent.site;

import org.jspecify.annotations.NullMarked;
