/** Fixtures for tests of central's features: a real REST server, recorded faults. */
@NullMarked
package io.murmuration.central.testing;

import org.jspecify.annotations.NullMarked;
