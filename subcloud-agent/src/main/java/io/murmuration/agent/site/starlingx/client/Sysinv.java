package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.site.starlingx.client.TokenCalls.Call;
import io.murmuration.agent.site.starlingx.client.TokenCalls.Words;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.net.ssl.SSLContext;

/**
 * sysinv's REST v1 at a site. Thread-safe; calls block, no longer than the policy says for each
 * try. Which answer means what is said at {@link TokenCalls}.
 */
public final class Sysinv implements AutoCloseable {
  private static final String CERTIFICATES = "/v1/certificate";
  private static final String FERNET_KEYS = "/v1/fernet_repo";

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
    return calls.call(path, HttpRequest.Builder::GET, Call.READ, Words.SHOWN);
  }

  /** Changes fields of a row and puts the change into force. */
  public Answer patch(String path, SortedMap<String, String> fields) {
    return patch(path, fields, Words.SHOWN);
  }

  /** As {@link #patch}; the answer's text says nothing of the fields. */
  public Answer patchSecret(String path, SortedMap<String, String> fields) {
    return patch(path, fields, Words.HIDDEN);
  }

  /** Changes fields of a row of a resource that is put into force by a call of its own. */
  public Answer replace(String path, SortedMap<String, String> fields) {
    var operations = new ArrayList<Map<String, String>>();
    fields.forEach((field, value) -> operations.add(replace(field, value)));
    return patch(path, operations);
  }

  /** Sends operations of a JSON patch as they are. */
  public Answer patch(String path, List<? extends Map<String, ?>> operations) {
    return send("PATCH", path, operations, Words.SHOWN);
  }

  /** Makes a row, or sets something off. */
  public Answer post(String path, Map<String, ?> fields) {
    return send("POST", path, fields, Words.SHOWN);
  }

  public Answer delete(String path) {
    return calls.call(path, HttpRequest.Builder::DELETE, Call.WRITE, Words.SHOWN);
  }

  private Answer patch(String path, SortedMap<String, String> fields, Words words) {
    var operations = new ArrayList<Map<String, String>>();
    fields.forEach((field, value) -> operations.add(replace(field, value)));
    // sysinv takes this one out of the patch and has the change applied on the hosts.
    operations.add(replace("action", "apply"));
    return send("PATCH", path, operations, words);
  }

  private Answer send(String method, String path, Object json, Words words) {
    try {
      var body = CanonicalJson.print(json);
      return calls.call(
          path,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofByteArray(body)),
          Call.WRITE,
          words);
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

  /**
   * Makes the site trust a CA. sysinv drops an older one of the same subject by itself.
   *
   * @param mode {@code ssl_ca} or {@code openstack_ca}
   */
  public Answer installCa(String mode, String pem) {
    var form = new Multipart().field("mode", mode).file("file", "ca.pem", pem).end();
    var answer =
        calls.call(
            CERTIFICATES + "/certificate_install",
            request -> request.header("Content-Type", Multipart.CONTENT_TYPE).POST(form),
            Call.WRITE,
            Words.SHOWN);
    // A refusal comes with status 200 and a text.
    return answer instanceof Answer.Done(var body) && !body.text("error").isBlank()
        ? new Answer.No(ErrorText.clean(body.text("error")))
        : answer;
  }

  public Answer deleteCertificate(String uuid) {
    return delete(CERTIFICATES + "/" + segment(uuid));
  }

  /**
   * Gives the site another intermediate CA for its admin endpoint. Done means that it is stored:
   * the endpoint's own certificate is issued, and its proxy restarted, some time afterwards.
   *
   * @param roots PEM; one or more
   * @param key PEM
   */
  public Answer renewIntermediateCa(String roots, String certificate, String key) {
    var answer =
        send(
            "POST",
            CERTIFICATES + "/certificate_renew",
            Map.of(
                "certtype", "intermediate-ca-cert",
                "root_ca_crt", roots,
                "sc_ca_cert", certificate,
                "sc_ca_key", key),
            Words.HIDDEN);
    return answer instanceof Answer.Done(var body) && !body.text("result").equals("OK")
        ? new Answer.No("sysinv: certificate_renew does not say OK")
        : answer;
  }

  /** The keys of Keystone's tokens, in field {@code keys}. */
  public Answer fernetKeys() {
    return calls.call(FERNET_KEYS, HttpRequest.Builder::GET, Call.READ, Words.HIDDEN);
  }

  /**
   * @param keys {@code id} and {@code key} each; never empty, sysinv would make up others
   */
  public Answer createFernetKeys(List<? extends Map<String, ?>> keys) {
    return send("POST", FERNET_KEYS, keys, Words.HIDDEN);
  }

  /** As {@link #createFernetKeys}, in place of those that are there. */
  public Answer replaceFernetKeys(List<? extends Map<String, ?>> keys) {
    return send("PUT", FERNET_KEYS, keys, Words.HIDDEN);
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
