/**
 * A PostgreSQL server of our own, so that development, the demo and the tests need none installed.
 *
 * <ul>
 *   <li>{@link io.murmuration.schema.postgres.EmbeddedPostgres}: find it running, or start it;
 *   <li>{@link io.murmuration.schema.postgres.PostgresBinaries}: the programs, unpacked once;
 *   <li>{@code PostgresCommands}: runs them, also as root, which PostgreSQL refuses;
 *   <li>{@code DataDirectory}, {@code Postmaster}: what lies on disk, and who runs on it.
 * </ul>
 */
@NullMarked
package io.murmuration.schema.postgres;

import org.jspecify.annotations.NullMarked;
