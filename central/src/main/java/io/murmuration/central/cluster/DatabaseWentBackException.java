package io.murmuration.central.cluster;

/**
 * The database is older than what this node has read from it, or is another one: probably restored
 * from a backup. Nothing may be pushed on the strength of it until a new hub epoch begins.
 */
final class DatabaseWentBackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseWentBackException(String message) {
    super(message);
  }
}
