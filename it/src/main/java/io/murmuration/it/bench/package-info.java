/**
 * Benchmarks: what the product costs beside the bare floor, measured in one run on one machine.
 *
 * <p>Figures are ratios and costs per subcloud; absolute times depend on the machine and are
 * printed with what else ran on it.
 */
@NullMarked
package io.murmuration.it.bench;

import org.jspecify.annotations.NullMarked;
