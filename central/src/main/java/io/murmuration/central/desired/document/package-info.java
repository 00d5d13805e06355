/**
 * Reads JSON and YAML documents into one small tree that remembers where each value stood, so that
 * every mistake can be reported at once with its line and column.
 */
@NullMarked
package io.murmuration.central.desired.document;

import org.jspecify.annotations.NullMarked;
