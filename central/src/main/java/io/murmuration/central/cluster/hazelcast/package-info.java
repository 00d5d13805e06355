/**
 * Hazelcast as the nervous system: who is there, nudges, hints of who holds whom, and the stream of
 * live state. All of it may be lost, late or twice; nothing here locks, elects or fences. No
 * secrets and no digests: members talk in the clear.
 */
@NullMarked
package io.murmuration.central.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
