/**
 * A TCP proxy that fails on demand: connections that it carries are cut, fall silent or become
 * slow.
 */
@NullMarked
package io.murmuration.it.fault.net;

import org.jspecify.annotations.NullMarked;
