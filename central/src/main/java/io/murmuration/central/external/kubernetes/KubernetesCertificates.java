package io.murmuration.central.external.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.dccert.ClusterCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates and secrets of namespace {@code dc-cert}. The API server is verified, unlike in the
 * reference. One thread asks; a limit of time and size is all the protection that is needed.
 */
public final class KubernetesCertificates implements ClusterCertificates, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesCertificates.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LARGEST = 1 << 20;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final String SECRETS = "/api/v1/namespaces/dc-cert/secrets";
  private static final String CERTIFICATES =
      "/apis/cert-manager.io/v1/namespaces/dc-cert/certificates";

  private final KubernetesSettings settings;
  private final HttpClient client;

  /**
   * @throws IOException if the authority's file cannot be read
   * @throws GeneralSecurityException if it holds no certificates
   */
  public KubernetesCertificates(KubernetesSettings settings)
      throws IOException, GeneralSecurityException {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .sslContext(tls(settings))
            .build();
  }

  private static SSLContext tls(KubernetesSettings settings)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (var certificate : Pem.certificates(Files.readString(settings.authority()))) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public Look find(String name) {
    var reply = send("GET", SECRETS + "/" + name, BodyPublishers.noBody());
    if (reply.status == NOT_FOUND) {
      return new Look.Missing();
    }
    if (!reply.isSuccess()) {
      return new Look.Away();
    }
    var data = reply.body.path("data");
    return data.hasNonNull("ca.crt") && data.hasNonNull("tls.crt") && data.hasNonNull("tls.key")
        ? new Look.Found(text(data, "ca.crt"), text(data, "tls.crt"), text(data, "tls.key"))
        : new Look.Missing();
  }

  private static String text(JsonNode data, String field) {
    try {
      return new String(
          Base64.getDecoder().decode(data.path(field).asText()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /** It may be there already: its secret is issued, then. */
  @Override
  public boolean request(String name) {
    var body = BodyPublishers.ofString(certificate(name).toString(), StandardCharsets.UTF_8);
    var reply = send("POST", CERTIFICATES, body);
    return reply.isSuccess() || reply.status == CONFLICT;
  }

  private static ObjectNode certificate(String name) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "cert-manager.io/v1").put("kind", "Certificate");
    root.putObject("metadata").put("name", name).put("namespace", "dc-cert");
    var spec = root.putObject("spec");
    spec.put("secretName", name).put("commonName", name).put("isCA", true);
    spec.put("duration", "8760h").put("renewBefore", "720h");
    spec.putObject("issuerRef").put("kind", "Issuer").put("name", "dc-adminep-root-ca-issuer");
    return root;
  }

  /** cert-manager makes a deleted secret anew, with a new key. */
  @Override
  public boolean reissue(String name) {
    var reply = send("DELETE", SECRETS + "/" + name, BodyPublishers.noBody());
    return reply.isSuccess() || reply.status == NOT_FOUND;
  }

  /**
   * @param status 0 if there was no answer
   * @param body missing if it is no JSON
   */
  private record Reply(int status, JsonNode body) {
    static final Reply NONE = new Reply(0, MissingNode.getInstance());

    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** Never the body: it may be a key. */
    @Override
    public String toString() {
      return "status " + status;
    }
  }

  private Reply send(String method, String path, BodyPublisher body) {
    try {
      var token = Files.readString(settings.token()).strip();
      var request =
          HttpRequest.newBuilder(settings.url().resolve(path))
              .header("Accept", "application/json")
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .method(method, body)
              .build();
      var answer =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
      try {
        var response = answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        var reply = new Reply(response.statusCode(), json(response.body()));
        if (!reply.isSuccess() && reply.status != NOT_FOUND && reply.status != CONFLICT) {
          failed(method, path, reply.toString());
        }
        return reply;
      } finally {
        answer.cancel(true);
      }
    } catch (TimeoutException _) {
      return failed(method, path, "no answer in time");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      return failed(method, path, cause == null ? "" : cause.getClass().getSimpleName());
    } catch (IOException _) {
      return failed(method, path, "the token's file cannot be read");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Reply.NONE;
    }
  }

  private static Reply failed(String method, String path, String why) {
    LOG.warn("Kubernetes: {} {} failed: {}", method, path, why);
    return Reply.NONE;
  }

  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
