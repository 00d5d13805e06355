/**
 * The one reader of YAML (and of JSON, which is YAML): a document becomes a small tree that
 * remembers where each value stood, so that every mistake can be reported at once with its line and
 * column. It builds no objects and has bounds on everything that a short document can make long.
 */
@NullMarked
package io.murmuration.central.yaml;

import org.jspecify.annotations.NullMarked;
