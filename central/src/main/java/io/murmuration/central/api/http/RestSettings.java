package io.murmuration.central.api.http;

import io.murmuration.central.api.ServiceUrl;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where REST listens, and what it lets clients do.
 *
 * @param host address to listen on
 * @param port 0: any free one
 * @param tls null: plain HTTP, for a proxy in front or a private network
 */
public record RestSettings(String host, int port, @Nullable Tls tls, Limits limits) {
  /** Where clients find it. */
  public ServiceUrl url(int boundPort) {
    return new ServiceUrl(tls == null ? "http" : "https", host, boundPort);
  }

  /**
   * PEM files; read again when they change.
   *
   * @param certificate the server's own, then its issuers
   * @param key its private key, not encrypted
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * @param body most bytes of a request's body
   * @param header most bytes of a request's headers, and of its first line
   * @param headers most header lines
   * @param bodyTimeout time for a body to arrive
   * @param idleTimeout a connection without a request is closed after this, whether bytes trickle
   *     in or not
   * @param answerTimeout time for a client to take its answer
   * @param connections at once
   * @param connectionsPerAddress at once
   * @param requests accepted at once, reading their bodies or waiting for a worker; more get 503
   * @param workers endpoints running at once
   * @param workerWait a request waits this long for a worker, then gets 503
   */
  public record Limits(
      int body,
      int header,
      int headers,
      Duration bodyTimeout,
      Duration idleTimeout,
      Duration answerTimeout,
      int connections,
      int connectionsPerAddress,
      int requests,
      int workers,
      Duration workerWait) {}
}
