/**
 * Going over to another master key while the hub runs. {@code Rewrap} walks over everything that is
 * sealed, {@code SealedRowsRepository} knows where that lies.
 */
@NullMarked
package io.murmuration.central.certificate.rewrap;

import org.jspecify.annotations.NullMarked;
