/** Manifests as tests read them: strictly, and by path. */
@NullMarked
package io.murmuration.central.testing.manifest;

import org.jspecify.annotations.NullMarked;
