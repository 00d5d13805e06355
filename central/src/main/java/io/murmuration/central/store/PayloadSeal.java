package io.murmuration.central.store;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;

/**
 * Keeps payloads of {@linkplain io.murmuration.sync.resource.SecretTypes secret types} unreadable
 * in the database. Thread-safe.
 */
public interface PayloadSeal {
  /** The same payload never comes out the same twice. */
  byte[] seal(Kind kind, ItemKey key, Payload payload);

  /** The payload that was sealed for this very item. */
  Payload open(Kind kind, ItemKey key, byte[] sealed);

  /**
   * A keyed digest, in hexadecimal: equal for equal texts, and tells nothing else about them to
   * those who do not have the key.
   */
  String fingerprint(String text);
}
