package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * sysinv's REST v1 at a site. Thread-safe; calls block, no longer than the policy says for each
 * try.
 *
 * <p>400 is a no, 404 missing, everything else that is no success is for later. A token that is
 * refused is renewed once per call.
 */
public final class Sysinv implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration FORBIDDEN_RETRY = Duration.ofMinutes(5);
  private static final String CERTIFICATES = "/v1/certificate";
  private static final String FERNET_KEYS = "/v1/fernet_repo";

  /** What of a service's answer may be passed on. */
  private enum Words {
    SHOWN,
    /** The status only: sysinv repeats in its errors what it was sent. */
    HIDDEN
  }

  private enum Call {
    READ,
    WRITE
  }

  private final URI base;
  private final HttpClient client;
  private final GuardedHttp http;
  private final KeystoneTokens tokens;

  /**
   * @param base without path
   */
  public Sysinv(
      URI base, Credentials credentials, SSLContext tls, CallPolicy policy, InstantSource clock) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(policy.connect())
            .sslContext(tls)
            .build();
    this.http = new GuardedHttp("sysinv", client, policy);
    this.tokens =
        new KeystoneTokens(credentials, new GuardedHttp("Keystone", client, policy), clock);
  }

  /** Reads a resource, again if it fails in passing. */
  public Answer get(String path) {
    return call(path, HttpRequest.Builder::GET, Call.READ, Words.SHOWN);
  }

  /** Changes fields of a row and puts the change into force. */
  public Answer patch(String path, SortedMap<String, String> fields) {
    return patch(path, fields, Words.SHOWN);
  }

  /** As {@link #patch}; the answer's text says nothing of the fields. */
  public Answer patchSecret(String path, SortedMap<String, String> fields) {
    return patch(path, fields, Words.HIDDEN);
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
      return call(
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
        call(
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
    return call(
        CERTIFICATES + "/" + segment(uuid), HttpRequest.Builder::DELETE, Call.WRITE, Words.SHOWN);
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
    return call(FERNET_KEYS, HttpRequest.Builder::GET, Call.READ, Words.HIDDEN);
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

  private Answer call(
      String path, UnaryOperator<HttpRequest.Builder> method, Call kind, Words words) {
    boolean renewed = false;
    while (true) {
      switch (tokens.token()) {
        case Token.None(var later) -> {
          return later;
        }
        case Token.Valid token -> {
          var request =
              method
                  .apply(
                      HttpRequest.newBuilder(base.resolve(path))
                          .header("Accept", "application/json")
                          .header("X-Auth-Token", token.value()))
                  .build();
          var reply =
              switch (kind) {
                case READ -> http.read(request);
                case WRITE -> http.write(request);
              };
          if (!(reply instanceof Reply.Answered answered) || answered.status() != 401) {
            return answer(reply, words);
          }
          // Not even looked at, so that a change may be sent again.
          tokens.forget(token);
          if (renewed) {
            return new Answer.Later(
                FORBIDDEN_RETRY, "sysinv does not accept Keystone's token", Answer.Fault.AGENT);
          }
          renewed = true;
        }
      }
    }
  }

  private static Answer answer(Reply reply, Words words) {
    return switch (reply) {
      case Reply.Unanswered(var later) -> later;
      case Reply.Answered answered ->
          switch (answered.status()) {
            case 200, 201, 202, 204 -> done(answered);
            case 400 -> new Answer.No(text(answered, words));
            case 403 ->
                new Answer.Later(FORBIDDEN_RETRY, text(answered, words), Answer.Fault.AGENT);
            case 404 -> new Answer.Missing(text(answered, words));
            default -> later(text(answered, words));
          };
    };
  }

  private static String text(Reply.Answered answered, Words words) {
    return "sysinv: "
        + switch (words) {
          case SHOWN -> ErrorText.of(answered);
          case HIDDEN -> "HTTP " + answered.status();
        };
  }

  private static Answer done(Reply.Answered answered) {
    if (answered.body().isBlank()) {
      return new Answer.Done(Row.EMPTY);
    }
    try {
      return new Answer.Done(Row.parse(answered.body()));
    } catch (InvalidJsonException e) {
      return later("sysinv answers what cannot be read: " + e.getMessage());
    }
  }

  private static Answer.Later later(String why) {
    return new Answer.Later(RETRY, why, Answer.Fault.SITE);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
