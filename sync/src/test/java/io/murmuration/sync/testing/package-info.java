/** Fakes and builders for tests of this module and of those that build on it. */
@NullMarked
package io.murmuration.sync.testing;

import org.jspecify.annotations.NullMarked;
