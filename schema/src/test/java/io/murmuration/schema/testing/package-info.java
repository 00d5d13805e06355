/**
 * A database for tests, published as this module's test-jar: one throw-away server per test JVM,
 * and in a few tens of milliseconds a fresh, migrated database for each test class.
 */
@NullMarked
package io.murmuration.schema.testing;

import org.jspecify.annotations.NullMarked;
