/** The Kubernetes of the system controller, as far as certificates of cert-manager need it. */
@NullMarked
package io.murmuration.central.external.kubernetes;

import org.jspecify.annotations.NullMarked;
