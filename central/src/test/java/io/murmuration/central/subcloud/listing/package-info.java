@NullMarked
package io.murmuration.central.subcloud.listing;

import org.jspecify.annotations.NullMarked;
