/** The benchmark of REST: requests beside a bare handler that answers with the same bytes. */
@NullMarked
package io.murmuration.it.bench.rest;

import org.jspecify.annotations.NullMarked;
