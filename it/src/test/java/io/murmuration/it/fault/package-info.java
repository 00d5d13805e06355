@NullMarked
package io.murmuration.it.fault;

import org.jspecify.annotations.NullMarked;
