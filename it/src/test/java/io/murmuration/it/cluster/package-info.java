/** Several central nodes over one database. */
@NullMarked
package io.murmuration.it.cluster;

import org.jspecify.annotations.NullMarked;
