/**
 * The way to the database: what a node opens at start and what it refuses to start on.
 *
 * <ul>
 *   <li>{@link io.murmuration.schema.Migrations} first: brings the schema up, or refuses;
 *   <li>{@link io.murmuration.schema.Database} then: pool, transactions, counters;
 *   <li>{@code tx}: transactions and the proof that one is open;
 *   <li>{@code postgres}: a server of our own for development, demo and tests;
 *   <li>{@code jooq}: the classes that the build makes from {@code db/migration}.
 * </ul>
 */
@NullMarked
package io.murmuration.schema;

import org.jspecify.annotations.NullMarked;
