@NullMarked
package io.murmuration.it.fault.net;

import org.jspecify.annotations.NullMarked;
