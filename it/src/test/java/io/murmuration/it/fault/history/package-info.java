@NullMarked
package io.murmuration.it.fault.history;

import org.jspecify.annotations.NullMarked;
