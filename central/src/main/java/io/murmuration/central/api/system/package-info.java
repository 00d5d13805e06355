/** The resources of the node itself: the version document, its health, its metrics. */
@NullMarked
package io.murmuration.central.api.system;

import org.jspecify.annotations.NullMarked;
