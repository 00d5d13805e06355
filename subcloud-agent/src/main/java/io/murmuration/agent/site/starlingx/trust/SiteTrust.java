package io.murmuration.agent.site.starlingx.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Whom the agent trusts at its site: who stands in the operator's trust file now, or whom the JVM
 * trusts if there is none; and the roots that the hub gave the site for its admin endpoint, so that
 * their change does not lock the agent out. Connections that are open stay. Thread-safe.
 */
public final class SiteTrust {
  private final SiteTrustManager manager;
  private final SSLContext context;

  private SiteTrust(SiteTrustManager manager, SSLContext context) {
    this.manager = manager;
    this.context = context;
  }

  /**
   * @param file PEM certificates; read again when it changes
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds no certificates
   */
  public static SiteTrust open(Optional<Path> file) throws IOException, GeneralSecurityException {
    SiteTrustManager manager;
    if (file.isPresent()) {
      manager = new SiteTrustManager(TrustFile.open(file.get())::current);
    } else {
      var jvm = Anchors.ofJvm();
      manager = new SiteTrustManager(() -> jvm);
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    return new SiteTrust(manager, context);
  }

  /** Asks anew for each handshake. */
  public SSLContext context() {
    return context;
  }

  /**
   * Trusts these besides, in place of those named before.
   *
   * @param roots may be empty
   */
  public void named(Collection<X509Certificate> roots) throws GeneralSecurityException {
    manager.named(roots.isEmpty() ? null : Anchors.of(roots));
  }
}
