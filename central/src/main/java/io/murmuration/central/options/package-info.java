/**
 * The contract's strategy options ({@code /v1.0/sw-update-options}): how each subcloud's own
 * orchestrator does the steps of a strategy. Read in this order: {@link
 * io.murmuration.central.options.OptionsRoutes}, {@link
 * io.murmuration.central.options.OptionsService}, {@link
 * io.murmuration.central.options.OptionsForm}, {@link
 * io.murmuration.central.options.OptionsRepository}.
 */
@NullMarked
package io.murmuration.central.options;

import org.jspecify.annotations.NullMarked;
