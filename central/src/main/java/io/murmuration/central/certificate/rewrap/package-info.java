/**
 * Going over to another master key while the hub runs. {@code Rewrap} walks over everything that is
 * sealed, {@code SealedRowsRepository} knows where that lies; {@code RewrapRules} says when a step
 * may be taken, from what each node says of its keys ({@code KeyReport}).
 */
@NullMarked
package io.murmuration.central.certificate.rewrap;

import org.jspecify.annotations.NullMarked;
