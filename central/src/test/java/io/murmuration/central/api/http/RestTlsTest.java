package io.murmuration.central.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.testing.RestFixture;
import io.murmuration.central.testing.TestCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REST behind TLS, with files that change while it runs. */
class RestTlsTest {
  @TempDir private Path directory;

  @AutoClose private RestFixture rest;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    write(TestCertificate.of(1));
    var plain = RestFixture.settings();
    var settings = new RestSettings(plain.host(), plain.port(), files(), plain.limits());
    rest =
        RestFixture.serving(
            settings,
            router ->
                router.on(HttpMethod.GET, "/here", Access.PUBLIC, _ -> Answer.ok("secretly")));
  }

  private RestSettings.Tls files() {
    return new RestSettings.Tls(directory.resolve("cert.pem"), directory.resolve("key.pem"));
  }

  private void write(TestCertificate pair) throws IOException {
    Files.writeString(files().key(), pair.key());
    Files.writeString(files().certificate(), pair.certificate());
  }

  @Test
  void aRequestIsAnsweredOverTlsOnly() throws IOException, GeneralSecurityException {
    assertThat(rest.url()).startsWith("https://127.0.0.1:");
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /here HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\"secretly\"");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
    assertThat(rest.raw("GET /here HTTP/1.1\r\n\r\n")).doesNotContain("secretly");
  }

  @Test
  void aNewPairIsUsedForNewConnectionsAndABadOneIsNot()
      throws IOException, GeneralSecurityException {
    assertThat(serial()).isEqualTo(BigInteger.ONE);
    write(TestCertificate.of(2));
    await().atMost(Duration.ofSeconds(30)).until(() -> serial().intValue() == 2);

    Files.writeString(files().certificate(), "nonsense");
    write(TestCertificate.of(3));
    await().atMost(Duration.ofSeconds(30)).until(() -> serial().intValue() == 3);
  }

  @Test
  void aMissingFileIsToldAtTheStart() {
    var missing = new RestSettings.Tls(directory.resolve("none"), directory.resolve("none"));
    var plain = RestFixture.settings();
    var settings = new RestSettings(plain.host(), plain.port(), missing, plain.limits());
    assertThatThrownBy(() -> RestFixture.serving(settings))
        .hasMessageContaining("rest.tls-certificate and rest.tls-key: not readable");
  }

  private BigInteger serial() throws IOException, GeneralSecurityException {
    try (var socket = connect()) {
      var certificate = socket.getSession().getPeerCertificates()[0];
      return ((X509Certificate) certificate).getSerialNumber();
    }
  }

  private SSLSocket connect() throws IOException, GeneralSecurityException {
    var socket =
        (SSLSocket)
            TestCertificate.trustingAnyone()
                .getSocketFactory()
                .createSocket("127.0.0.1", rest.port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }
}
