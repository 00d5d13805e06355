package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import javax.net.ssl.SSLContext;

/**
 * sysinv's REST v1 at a site. Thread-safe; calls block, no longer than the policy says for each
 * try. Which answer means what is said at {@link TokenCalls}.
 */
public final class Sysinv implements AutoCloseable {
  private static final String CERTIFICATES = "/v1/certificate";

  private final HttpClient client;
  private final TokenCalls calls;

  /**
   * @param base without path
   */
  public Sysinv(
      URI base, Credentials credentials, SSLContext tls, CallPolicy policy, InstantSource clock) {
    this.client = GuardedHttp.client(policy, tls);
    this.calls =
        new TokenCalls(
            "sysinv",
            base,
            new GuardedHttp("sysinv", client, policy),
            new KeystoneTokens(credentials, new GuardedHttp("Keystone", client, policy), clock));
  }

  /** Reads a resource, again if it fails in passing. */
  public Answer get(String path) {
    return calls.call(path, HttpRequest.Builder::GET, false);
  }

  /** Changes fields of a row and puts the change into force. */
  public Answer patch(String path, SortedMap<String, String> fields) {
    var operations = new ArrayList<Map<String, String>>();
    fields.forEach((field, value) -> operations.add(replace(field, value)));
    // sysinv takes this one out of the patch and has the change applied on the hosts.
    operations.add(replace("action", "apply"));
    try {
      var body = CanonicalJson.print(operations);
      return calls.call(
          path,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .method("PATCH", BodyPublishers.ofByteArray(body)),
          true);
    } catch (InvalidJsonException e) {
      return new Answer.No("a value cannot be sent: " + e.getMessage());
    }
  }

  private static Map<String, String> replace(String field, String value) {
    return Map.of("op", "replace", "path", "/" + field, "value", value);
  }

  /** All certificates of the site, in field {@code certificates}. */
  public Answer certificates() {
    return get(CERTIFICATES);
  }

  /** Makes the site trust a CA. sysinv drops an older one of the same subject by itself. */
  public Answer installCa(String pem) {
    var form = new Multipart().field("mode", "ssl_ca").file("file", "ca.pem", pem).end();
    var answer =
        calls.call(
            CERTIFICATES + "/certificate_install",
            request -> request.header("Content-Type", Multipart.CONTENT_TYPE).POST(form),
            true);
    // A refusal comes with status 200 and a text.
    return answer instanceof Answer.Done(var body) && !body.text("error").isBlank()
        ? new Answer.No(ErrorText.clean(body.text("error")))
        : answer;
  }

  public Answer deleteCertificate(String uuid) {
    return calls.call(CERTIFICATES + "/" + segment(uuid), HttpRequest.Builder::DELETE, true);
  }

  /** A value as one segment of a path. */
  public static String segment(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
