/**
 * The resource types that can be declared: what a value must look like and its canonical form. To
 * add a type: one class here, its line in {@code ItemTypes}, its rank in {@code ApplyOrder}, an
 * applier at the agent.
 */
@NullMarked
package io.murmuration.central.desired.type;

import org.jspecify.annotations.NullMarked;
