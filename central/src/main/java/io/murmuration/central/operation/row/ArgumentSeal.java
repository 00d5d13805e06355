package io.murmuration.central.operation.row;

/** Keeps secret arguments unreadable in the database. Thread-safe. */
public interface ArgumentSeal {
  byte[] seal(byte[] arguments);

  byte[] open(byte[] sealed);
}
