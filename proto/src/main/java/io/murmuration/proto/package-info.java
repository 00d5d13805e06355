/** The protocol between hub and agents, as generated from the {@code .proto} files. */
@NullMarked
package io.murmuration.proto;

import org.jspecify.annotations.NullMarked;
