package io.murmuration.central.store;

import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;

/** One row of {@code change}. */
public record Change(Revision seq, ChangeKind what, Scope scope) {}
