package io.murmuration.central.cluster;

import io.murmuration.sync.model.Payload;

/** Unseals what the database holds of a secret item. Thread-safe. */
@FunctionalInterface
public interface PayloadOpener {
  Payload open(byte[] sealed);
}
