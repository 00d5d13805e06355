/**
 * The floor that the benchmarks compare with: bare grpc-java that moves the same bytes over as many
 * mutually authenticated streams, and a bare Vert.x handler that answers with the same bytes. They
 * do nothing else.
 */
@NullMarked
package io.murmuration.it.floor;

import org.jspecify.annotations.NullMarked;
