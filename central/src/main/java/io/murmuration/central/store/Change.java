package io.murmuration.central.store;

import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;

/** One entry of the hub's order of changes; {@code seq} order is commit order, without gaps. */
public record Change(Revision seq, ChangeKind what, Scope scope) {}
