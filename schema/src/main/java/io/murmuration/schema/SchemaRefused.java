package io.murmuration.schema;

/**
 * This build must not run on this database. The message is a sentence for the operator that says
 * what was found, what was expected and what to do; it is not a bug and needs no stack trace.
 */
public final class SchemaRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaRefused(String message) {
    super(message);
  }
}
