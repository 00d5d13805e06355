package io.murmuration.central.api;

/**
 * One method of one resource. Runs on a virtual thread of its own and may block; how many run at
 * once is bounded by the server.
 */
@FunctionalInterface
public interface Endpoint {
  /**
   * @throws RefusedException for a "no"; anything else that is thrown is a fault and becomes 500
   */
  Answer handle(Request request);
}
