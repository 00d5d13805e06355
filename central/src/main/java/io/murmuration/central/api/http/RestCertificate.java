package io.murmuration.central.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener's certificate and key, read again when the files change. A new pair that cannot be
 * used is logged and left alone: the one in use goes on. Not thread-safe but for {@link #renew},
 * which runs once at a time.
 */
final class RestCertificate {
  static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private static final Logger LOG = LoggerFactory.getLogger(RestCertificate.class);

  private final RestSettings.Tls files;
  private Pair pair;

  private RestCertificate(RestSettings.Tls files, Pair pair) {
    this.files = files;
    this.pair = pair;
  }

  /**
   * @throws IllegalStateException if the files cannot be read
   */
  static RestCertificate read(RestSettings.Tls files) {
    try {
      return new RestCertificate(files, Pair.of(files));
    } catch (IOException e) {
      throw new IllegalStateException(
          "rest.tls-certificate and rest.tls-key: not readable: " + e.getMessage(), e);
    }
  }

  PemKeyCertOptions pem() {
    return pair.options();
  }

  /** Blocks for the files; the server takes a new pair for connections to come. */
  synchronized void renew(HttpServer server) {
    try {
      var now = Pair.of(files);
      if (now.equals(pair)) {
        return;
      }
      pair = now; // a bad pair is complained of once
      server
          .updateSSLOptions(
              new ServerSSLOptions()
                  .setKeyCertOptions(now.options())
                  .setEnabledSecureTransportProtocols(PROTOCOLS))
          .onSuccess(_ -> LOG.info("REST certificate read anew from {}", files.certificate()))
          .onFailure(e -> LOG.warn("the new REST certificate is not used: {}", e.getMessage()));
    } catch (IOException e) {
      LOG.warn("the REST certificate cannot be read, the old one is used: {}", e.getMessage());
    }
  }

  private record Pair(Buffer certificate, Buffer key) {
    static Pair of(RestSettings.Tls files) throws IOException {
      return new Pair(
          Buffer.buffer(Files.readAllBytes(files.certificate())),
          Buffer.buffer(Files.readAllBytes(files.key())));
    }

    PemKeyCertOptions options() {
      return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    /** The key is a secret. */
    @Override
    public String toString() {
      return "Pair";
    }
  }
}
