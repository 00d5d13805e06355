package io.murmuration.central.external.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.dccert.ClusterCertificates.Look;
import io.murmuration.central.testing.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that only the test's own certificate vouches for. */
final class KubernetesCertificatesTest {
  private static final String SECRETS = "/api/v1/namespaces/dc-cert/secrets/";
  private static final String CERTIFICATES =
      "/apis/cert-manager.io/v1/namespaces/dc-cert/certificates";
  private static final String NAME = "r1-adminep-ca-certificate";
  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;
  private WireMockServer server;
  private KubernetesCertificates cluster;

  @BeforeEach
  void open() throws Exception {
    var identity = TestCertificate.of(7);
    server =
        new WireMockServer(
            wireMockConfig()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(keystore(identity).toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
    server.start();
    cluster = cluster(identity.certificate());
  }

  private KubernetesCertificates cluster(String authority)
      throws IOException, GeneralSecurityException {
    return new KubernetesCertificates(
        new KubernetesSettings(
            URI.create("https://localhost:" + server.httpsPort()),
            Files.writeString(directory.resolve("ca.crt"), authority),
            Files.writeString(directory.resolve("token"), "service-account\n"),
            Duration.ofSeconds(5)));
  }

  private Path keystore(TestCertificate identity) throws Exception {
    var base64 = identity.key().replaceAll("-----[A-Z ]+-----|\\s", "");
    var key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        key,
        PASSWORD.toCharArray(),
        new Certificate[] {Pem.certificate(identity.certificate())});
    var file = directory.resolve("server.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @AfterEach
  void close() {
    cluster.close();
    server.stop();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSecretIsFoundByNameWithTheServiceAccountsToken() {
    server.stubFor(
        get(urlEqualTo(SECRETS + NAME))
            .withHeader("Authorization", equalTo("Bearer service-account"))
            .willReturn(
                okJson(
                    "{\"data\":{\"ca.crt\":\"%s\",\"tls.crt\":\"%s\",\"tls.key\":\"%s\"}}"
                        .formatted(base64("root"), base64("certificate"), base64("key")))));
    assertThat(cluster.find(NAME)).isEqualTo(new Look.Found("root", "certificate", "key"));
    assertThat(cluster.find(NAME).toString()).doesNotContain("key");
  }

  @Test
  void aSecretThatIsNotThereOrNotFilledYetIsMissing() {
    assertThat(cluster.find(NAME)).isEqualTo(new Look.Missing());
    server.stubFor(
        get(urlEqualTo(SECRETS + NAME)).willReturn(okJson("{\"data\":{\"tls.key\":\"\"}}")));
    assertThat(cluster.find(NAME)).isEqualTo(new Look.Missing());
  }

  @Test
  void aServerInTroubleIsAwayAndNothingIsTakenForMissing() {
    server.stubFor(get(urlEqualTo(SECRETS + NAME)).willReturn(aResponse().withStatus(403)));
    assertThat(cluster.find(NAME)).isEqualTo(new Look.Away());
    server.stop();
    assertThat(cluster.find(NAME)).isEqualTo(new Look.Away());
    assertThat(cluster.request(NAME)).isFalse();
    assertThat(cluster.reissue(NAME)).isFalse();
  }

  @Test
  void aCertificateIsAskedForAsTheReferenceDoes() {
    server.stubFor(post(urlEqualTo(CERTIFICATES)).willReturn(aResponse().withStatus(201)));
    assertThat(cluster.request(NAME)).isTrue();
    server.verify(
        postRequestedFor(urlEqualTo(CERTIFICATES))
            .withRequestBody(matchingJsonPath("$.spec.secretName", equalTo(NAME)))
            .withRequestBody(matchingJsonPath("$.spec.isCA", equalTo("true")))
            .withRequestBody(matchingJsonPath("$.spec.duration", equalTo("8760h")))
            .withRequestBody(
                matchingJsonPath("$.spec.issuerRef.name", equalTo("dc-adminep-root-ca-issuer"))));
    server.stubFor(post(urlEqualTo(CERTIFICATES)).willReturn(aResponse().withStatus(409)));
    assertThat(cluster.request(NAME)).as("it is there already").isTrue();
  }

  @Test
  void anotherKeyComesFromDeletingTheSecret() {
    server.stubFor(delete(urlEqualTo(SECRETS + NAME)).willReturn(aResponse().withStatus(200)));
    assertThat(cluster.reissue(NAME)).isTrue();
    server.stubFor(delete(urlEqualTo(SECRETS + NAME)).willReturn(aResponse().withStatus(404)));
    assertThat(cluster.reissue(NAME)).isTrue();
  }

  @Test
  void aServerThatNobodyVouchesForIsNotAsked() throws Exception {
    try (var other = cluster(TestCertificate.of(8).certificate())) {
      assertThat(other.find(NAME)).isEqualTo(new Look.Away());
    }
    assertThat(server.getAllServeEvents()).isEmpty();
  }
}
