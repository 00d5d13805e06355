/** The status writer's rules, and the writer on a real database. */
@NullMarked
package io.murmuration.central.status;

import org.jspecify.annotations.NullMarked;
