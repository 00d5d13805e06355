package io.murmuration.agent.site.starlingx.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JVM's verification of certificates and host names, by given roots. Stateless. */
final class Anchors {
  private Anchors() {}

  static X509ExtendedTrustManager of(Collection<X509Certificate> roots)
      throws GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
    int number = 0;
    for (var root : roots) {
      store.setCertificateEntry("ca-" + number++, root);
    }
    var factory = factory();
    factory.init(store);
    return manager(factory);
  }

  /** By the roots that this JVM came with, or was told of at its start. */
  static X509ExtendedTrustManager ofJvm() throws GeneralSecurityException {
    var factory = factory();
    factory.init((KeyStore) null);
    return manager(factory);
  }

  private static TrustManagerFactory factory() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  }

  private static X509ExtendedTrustManager manager(TrustManagerFactory factory)
      throws GeneralSecurityException {
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this JVM verifies no X.509 certificates");
  }
}
