package io.murmuration.agent.session;

import io.grpc.ManagedChannel;

/** Opens a connection to one hub; connecting itself happens later. */
@FunctionalInterface
public interface Connector {
  /**
   * @param address host:port
   * @throws ConnectException if it cannot even be tried; the message says why
   */
  ManagedChannel open(String address) throws ConnectException;

  /** The identity cannot be used, for example. */
  final class ConnectException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConnectException(String why) {
      super(why);
    }
  }
}
