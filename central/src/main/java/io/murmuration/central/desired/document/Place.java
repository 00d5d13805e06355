package io.murmuration.central.desired.document;

/** Where a value stands in its document; both from 1. */
public record Place(int line, int column) {}
