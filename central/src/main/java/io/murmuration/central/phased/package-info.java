/**
 * The contract's way to deploy a subcloud phase by phase. So far only its first phase, which makes
 * the record.
 */
@NullMarked
package io.murmuration.central.phased;

import org.jspecify.annotations.NullMarked;
