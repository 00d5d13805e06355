/**
 * How configuration is read: keys with type, default, bound and doc in one place each, values from
 * a YAML file and {@code MURMURATION_*} variables (which win), all mistakes reported at once. Which
 * keys there are is in {@code CentralKeys}, in the root package.
 */
@NullMarked
package io.murmuration.central.config;

import org.jspecify.annotations.NullMarked;
