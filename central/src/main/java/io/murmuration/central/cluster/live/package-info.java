/**
 * How the live image is kept up to date between nodes, without the way the bytes travel: the frames
 * and their encoding, the receiver that notices what is missing, and the reload from PostgreSQL
 * that makes up for it.
 */
@NullMarked
package io.murmuration.central.cluster.live;

import org.jspecify.annotations.NullMarked;
