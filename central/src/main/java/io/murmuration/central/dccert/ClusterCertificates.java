package io.murmuration.central.dccert;

/**
 * What cert-manager keeps in the system controller's Kubernetes: a {@code Certificate} says what is
 * wanted, and the secret of the same name holds what was issued. Calls block, within limits.
 */
public interface ClusterCertificates {
  /** What looking for a secret led to. */
  sealed interface Look {
    /**
     * PEM each.
     *
     * @param key secret
     */
    record Found(String authority, String certificate, String key) implements Look {
      /** Never the key. */
      @Override
      public String toString() {
        return "secret";
      }
    }

    /** Not there, or not filled yet. */
    record Missing() implements Look {}

    /** Not found out; the log says why. */
    record Away() implements Look {}
  }

  Look find(String name);

  /** Asks for an intermediate CA; the same again changes nothing. False if that failed. */
  boolean request(String name);

  /** Has another one issued, with another key. False if that failed. */
  boolean reissue(String name);
}
