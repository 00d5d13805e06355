/** Exists for the build only: makes the jOOQ classes from the migrations on a real PostgreSQL. */
@NullMarked
package io.murmuration.schema.codegen;

import org.jspecify.annotations.NullMarked;
