/**
 * A real site: what the hub declares, applied to and read back from StarlingX's own services.
 *
 * <p>Start at {@link io.murmuration.agent.site.starlingx.StarlingXSite}. It hands each resource
 * type to its {@code Applier}: {@code SingleRowApplier} for what sysinv keeps in one row per
 * system, told apart by a {@code RowType} each (DNS, NTP, remote logging), and {@code
 * TrustedCaApplier}. {@code docs/adding-a-resource-type.md} says how to add one.
 */
@NullMarked
package io.murmuration.agent.site.starlingx;

import org.jspecify.annotations.NullMarked;
