/** What central nodes tell each other, as generated from {@code live.proto}. */
@NullMarked
package io.murmuration.proto.cluster;

import org.jspecify.annotations.NullMarked;
