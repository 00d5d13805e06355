/**
 * What is kept of a subcloud's documents: complete and sealed for later phases, without secrets for
 * whoever takes the subcloud over.
 */
@NullMarked
package io.murmuration.central.subcloud.stored;

import org.jspecify.annotations.NullMarked;
