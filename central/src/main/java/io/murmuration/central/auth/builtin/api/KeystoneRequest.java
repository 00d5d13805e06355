package io.murmuration.central.auth.builtin.api;

import io.murmuration.central.api.ServiceUrl;

/**
 * A request to the identity service.
 *
 * @param path without query and trailing slash; {@code ""} is the root
 * @param noCatalog the client asked for a short answer ({@code ?nocatalog})
 * @param authToken of who asks; empty if none; a secret
 * @param subjectToken which is asked about; empty if none; a secret
 * @param reached where the client has reached this service, as it says or as the connection shows
 * @param address where the request came from
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
record KeystoneRequest(
    String method,
    String path,
    boolean noCatalog,
    String authToken,
    String subjectToken,
    byte[] body,
    ServiceUrl reached,
    String address) {
  /** Never tokens, never the body: it holds a password. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
